package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.GRACE;
import static dev.lanyard.authorize.Journey.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way from invitation to connection. */
abstract class JourneyCases {
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    @Test
    void connectsAnAccountAndReturnsToTheTenant() {
        Session session = journey.session();

        Response callback = journey.connect(session);

        Map<String, String> outcome = outcome(callback);
        assertThat(outcome)
                .containsEntry("tab", "a b")
                .containsEntry("session_id", session.id())
                .containsEntry("status", "connected")
                .doesNotContainKey("error");
        assertThat(callback.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(callback.header("Cache-Control")).isEqualTo("no-store");
        assertThat(journey.read(session).getString("status")).isEqualTo("connected");
        assertThat(journey.read(session).getString("connection_id"))
                .isEqualTo(outcome.get("connection_id"));
        assertThat(journey.events("connection.created")).hasSize(1);
        assertThat(journey.events("connect_session.failed")).isEmpty();
        journey.api()
                .get("/v1/connections/" + outcome.get("connection_id"))
                .then()
                .statusCode(200)
                .body("status", equalTo("active"))
                .body("account.name", equalTo(ADA))
                .body("end_user.id", equalTo("u1"))
                .body("status_reason", nullValue());
    }

    @Test
    void sendsTheBrowserOffWithPkceAndTheCallbackUrl() {
        URI provider = journey.depart(new Browser(), journey.session());

        Map<String, String> query = Journey.query(provider.toString());
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", journey.clientId())
                .containsEntry("redirect_uri", Journey.callbackUrl())
                .containsEntry("code_challenge_method", "S256")
                .doesNotContainKey("scope");
        assertThat(query.get("state")).matches("st_[a-z0-9]+_[a-z2-7]{26}");
        assertThat(query.get("code_challenge")).hasSize(43);
    }

    @Test
    void sendsNoRedirectUriWhereTheProfileSaysSo() {
        journey.api()
                .body(Map.of("send_redirect_uri", false))
                .patch("/v1/connector-profiles/" + journey.profileId());
        Session session = journey.session();
        Browser browser = new Browser();

        URI provider = journey.depart(browser, session);
        Response callback = browser.open(journey.sandbox().consent(provider, ADA).toString());

        assertThat(Journey.query(provider.toString())).doesNotContainKey("redirect_uri");
        assertThat(outcome(callback)).containsEntry("status", "connected");
    }

    @Test
    void showsAClosingPageWithoutAReturnUrl() {
        Session session = journey.session(Map.of("origin", "https://app.example"));

        Response page = journey.connect(session);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString())
                .contains("data-origin=\"https://app.example\"")
                .contains("data-status=\"connected\"")
                .contains("<script src=\"/connect/assets/closing.js\"")
                .contains("close this window");
        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
    }

    @Test
    void postsNothingWithoutAnOrigin() {
        Response page = journey.connect(journey.session(Map.of()));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString()).doesNotContain("id=\"outcome\"", "data-origin");
    }

    @Test
    void isSpentOnceConnected() {
        Session session = journey.session();
        Browser browser = new Browser();
        String button = Journey.button(browser.open(session.connectUrl()));
        journey.connect(browser, session, ADA);

        Response page = browser.open(session.connectUrl());
        Response authorize = browser.open(button);

        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(authorize.statusCode()).isEqualTo(303);
        assertThat(authorize.header("Location")).isEqualTo(session.connectUrl());
        journey.api()
                .post("/v1/connect-sessions/" + session.id() + "/cancel")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
    }

    @Test
    void makesNoTwinWhenTheSameEndUserConnectsTheSameAccountAgain() {
        String first = outcome(journey.connect(journey.session())).get("connection_id");

        String second = outcome(journey.connect(journey.session())).get("connection_id");

        assertThat(second).isEqualTo(first);
        assertThat(journey.events("connection.created")).hasSize(1);
        assertThat(journey.events("connection.reconnected")).hasSize(1);
    }

    @Test
    void bringsAConnectionBackForTheSameAccount() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        Session again = journey.sessionFor(connection);

        Map<String, String> outcome = outcome(journey.connect(again));

        assertThat(outcome)
                .containsEntry("status", "connected")
                .containsEntry("connection_id", connection);
    }

    @Test
    void refusesAnotherAccountForAConnection() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        Session again = journey.sessionFor(connection);

        Map<String, String> outcome = outcome(journey.connect(new Browser(), again, GRACE));

        assertThat(outcome)
                .containsEntry("status", "failed")
                .containsEntry("error", "account_mismatch");
        assertThat(journey.read(again).getString("error.code")).isEqualTo("account_mismatch");
        journey.api()
                .get("/v1/connections/" + connection)
                .then()
                .body("status", equalTo("active"))
                .body("account.name", equalTo(ADA));
    }

    @Test
    void refusesAConnectionOfAnotherEndUser() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");

        journey.create(Map.of("connection_id", connection, "end_user", Map.of("id", "u2")))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("connection_id"));
    }

    @Test
    void failsWhenTheConnectionToBringBackWasDeleted() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        Session again = journey.sessionFor(connection);
        Browser browser = new Browser();
        String callback = journey.consent(browser, again, ADA);
        journey.api().delete("/v1/connections/" + connection).then().statusCode(204);

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("error", "connection_deleted");
    }

    @Test
    void triesAFailedSessionAgain() {
        Session session = journey.session();
        Browser browser = new Browser();
        browser.open(journey.sandbox().deny(journey.depart(browser, session)).toString());
        assertThat(journey.read(session).getString("status")).isEqualTo("failed");
        assertThat(browser.open(session.connectUrl()).asString()).contains("Last time");

        Map<String, String> outcome = outcome(journey.connect(browser, session, ADA));

        assertThat(outcome).containsEntry("status", "connected");
        assertThat(journey.read(session).getMap("error")).isNull();
    }
}
