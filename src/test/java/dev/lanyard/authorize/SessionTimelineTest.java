package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.GRACE;
import static dev.lanyard.authorize.Journey.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.support.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session's time line tells its tenant. */
@QuarkusTest
class SessionTimelineTest {
    @Inject SessionTimeline timeline;

    private final Browser browser = new Browser();
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private List<Map<String, Object>> items(Session session) {
        return journey.api()
                .get("/v1/connect-sessions/" + session.id() + "/timeline")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    private List<String> steps(Session session) {
        return items(session).stream().map(s -> s.get("step") + " " + s.get("outcome")).toList();
    }

    private String detail(Session session, String step) {
        return items(session).stream()
                .filter(item -> item.get("step").equals(step))
                .map(item -> String.valueOf(item.get("detail")))
                .reduce("", (first, last) -> last);
    }

    @Test
    void tellsAJourneyThatGoesWellFromItsCreationToItsEnd() {
        Session session = journey.session();

        String connection = outcome(journey.connect(browser, session, ADA)).get("connection_id");

        assertThat(steps(session))
                .containsExactly(
                        "created succeeded",
                        "opened succeeded",
                        "sent_to_provider succeeded",
                        "returned succeeded",
                        "exchanged succeeded",
                        "identified succeeded",
                        "stored succeeded",
                        "told succeeded");
        assertThat(detail(session, "identified")).startsWith(ADA);
        assertThat(detail(session, "stored")).isEqualTo(connection);
        assertThat(detail(session, "told")).contains("app.example").doesNotContain("tab=");
        assertThat(items(session)).allSatisfy(item -> assertThat(item).containsKey("at"));
    }

    @Test
    void namesThePermissionThatWasNotGranted() {
        journey.api()
                .body(Map.of("permissions", List.of("account", "webhook")))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);
        Session session = journey.session();

        String id = outcome(journey.connect(browser, session, ADA)).get("connection_id");

        assertThat(detail(session, "identified")).startsWith(ADA).contains("Not granted: webhook");
        assertThat(journey.api().get("/v1/connections/" + id).jsonPath().getString("status"))
                .isEqualTo("active");
    }

    @Test
    void holdsNoSecret() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);

        browser.open(callback);

        assertThat(items(session).toString())
                .doesNotContain(
                        session.token(),
                        Journey.query(callback).get("code"),
                        Journey.query(callback).get("state"),
                        journey.consumer().clientSecret());
    }

    @Test
    void namesTheCallbackUrlToCompareOnceTheBrowserHasLeft() {
        Session session = journey.session();

        journey.depart(browser, session);

        assertThat(detail(session, "sent_to_provider")).contains(Journey.callbackUrl());
    }

    @Test
    void tellsThatItWasOpenedAgainWhileTheProviderWasAwaited() {
        Session session = journey.session();
        journey.depart(browser, session);

        browser.open(session.connectUrl());

        assertThat(detail(session, "opened")).contains("again");
    }

    @Test
    void quotesTheWordsOfADenial() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);

        browser.open(
                callback.replaceFirst(
                        "code=[^&]*", "error=access_denied&error_description=No%20thanks"));

        assertThat(steps(session)).contains("returned failed", "failed failed");
        assertThat(detail(session, "returned")).contains("access_denied", "No thanks");
    }

    @Test
    void tellsTheHostAndTheWordsOfARefusedCode() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(
                        journey.clientId(),
                        new JsonObject().put("fault", "wrong_secret").put("where", "exchange"));

        browser.open(callback);

        assertThat(steps(session)).contains("exchanged failed", "failed failed");
        assertThat(detail(session, "exchanged"))
                .contains(URI.create(Journey.publicUrl()).getHost(), "credentials_rejected");
    }

    @Test
    void tellsWhoseResponseWasRefusedAndWhatTheEntryPromises() {
        journey = Journey.begin("issuing-sandbox", new JsonObject());
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);

        browser.open(callback + "&iss=https%3A%2F%2Fevil.example");
        browser.open(callback);

        assertThat(steps(session)).contains("returned refused");
        assertThat(items(session).toString())
                .contains("https://issuer.example", "https://evil.example", "no iss");
    }

    @Test
    void tellsThatTheBrowserWhichCameBackIsAnother() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);

        new Browser().open(callback);

        assertThat(detail(session, "returned")).contains("cookie");
    }

    @Test
    void tellsThatTheBrowserKeepsNoCookies() {
        Session session = journey.session();
        String button = Journey.button(new Browser().open(session.connectUrl()));

        Response back = browser.open(button, Map.of("Sec-Fetch-Site", "same-origin"));
        browser.open(back.header("Location"));

        assertThat(steps(session)).endsWith("opened refused");
        assertThat(detail(session, "opened")).contains("cookie", "blocked");
    }

    @Test
    void tellsThatItWasCancelled() {
        Session session = journey.session();

        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        assertThat(steps(session)).containsExactly("created succeeded", "cancelled succeeded");
    }

    @Test
    void tellsTheConfirmation() {
        Session session =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "require_confirmation", true));
        String confirmation = outcome(journey.connect(session)).get("confirmation");

        journey.api()
                .body(Map.of("confirmation", confirmation))
                .post("/v1/connect-sessions/" + session.id() + "/confirm");

        assertThat(steps(session)).contains("stored waiting", "confirmed succeeded");
        assertThat(items(session).toString()).doesNotContain(confirmation);
    }

    @Test
    void tellsWhichAccountCameInsteadOfTheConnectionsOwn() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        Session again = journey.sessionFor(connection);

        journey.connect(browser, again, GRACE);

        assertThat(detail(again, "created")).contains(connection);
        assertThat(detail(again, "identified")).startsWith(GRACE);
        assertThat(steps(again)).contains("failed failed");
    }

    @Test
    void writesAStepThatRepeatsTheLastOneOnce() {
        Session session = journey.session();

        for (int i = 0; i < 5; i++) {
            browser.open(session.connectUrl());
        }

        assertThat(steps(session)).containsExactly("created succeeded", "opened succeeded");
    }

    @Test
    void keepsRoomForTheEndHoweverOftenALinkIsUsed() {
        Session session = journey.session();
        for (int i = 0; i < 80; i++) {
            timeline.note(
                            journey.tenant().id(),
                            session.id(),
                            TimelineStep.refused(JourneyStep.RETURNED, "number " + i))
                    .await()
                    .indefinitely();
        }

        journey.connect(browser, session, ADA);

        assertThat(steps(session)).hasSize(1 + 60 + 5).contains("stored succeeded");
    }

    @Test
    void isNotFoundForAnotherTenant() {
        Session session = journey.session();

        Fixtures.bearer(Fixtures.tenant().key())
                .get("/v1/connect-sessions/" + session.id() + "/timeline")
                .then()
                .statusCode(404);
    }
}
