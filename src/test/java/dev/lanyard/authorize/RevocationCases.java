package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Grants that nobody needs are given back where the provider lets us (RFC 7009). */
abstract class RevocationCases {
    private static final String ISSUER = "&iss=https%3A%2F%2Fissuer.example";

    private final Browser browser = new Browser();
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin("issuing-sandbox", new JsonObject());
    }

    Journey journey() {
        return journey;
    }

    /** The end user consents; what the browser ends with. */
    Response open(Session session) {
        return browser.open(consent(session, ADA));
    }

    private String consent(Session session, String account) {
        return journey.consent(browser, session, account) + ISSUER;
    }

    private long alive() {
        return journey.sandbox().grants(journey.clientId()).stream()
                .filter(grant -> grant.getString("dead_since") == null)
                .count();
    }

    private int issued() {
        return journey.sandbox().grants(journey.clientId()).size();
    }

    @Test
    void revokesTheGrantOfADeletedConnection() {
        String id = outcome(browser.open(consent(journey.session(), ADA))).get("connection_id");
        assertThat(alive()).isEqualTo(1);

        journey.api().delete("/v1/connections/" + id).then().statusCode(204);

        await().until(() -> alive() == 0);
    }

    @Test
    void tellsThatItIsQueuedAndHowItEnds() {
        String id = outcome(browser.open(consent(journey.session(), ADA))).get("connection_id");

        journey.api().delete("/v1/connections/" + id).then().statusCode(204);

        await().until(() -> journey.events("connection.deleted").size() == 2);
        assertThat(journey.events("connection.deleted").toString())
                .contains("queued")
                .contains("revoked");
        assertThat(journey.api().get("/v1/audit-log").asString()).contains("connection.revoked");
    }

    @Test
    void revokesNothingWhileAnotherConnectionOfTheAccountLives() {
        String first = outcome(browser.open(consent(journey.session(), ADA))).get("connection_id");
        Session other =
                journey.session(
                        Map.of(
                                "return_url",
                                Journey.RETURN_URL,
                                "end_user",
                                Map.of("id", "somebody-else")));
        String second = outcome(browser.open(consent(other, ADA))).get("connection_id");
        assertThat(second).isNotEqualTo(first);

        journey.api().delete("/v1/connections/" + first).then().statusCode(204);

        await().during(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(alive()).isEqualTo(2));
        journey.api().post("/v1/connections/" + second + "/refresh").then().statusCode(200);
        journey.api().delete("/v1/connections/" + second).then().statusCode(204);
        await().until(() -> alive() <= 1);
    }

    @Test
    void deletesAConnectionThoughItsProviderDoesNotAnswer() {
        String id = outcome(browser.open(consent(journey.session(), ADA))).get("connection_id");
        journey.sandbox().delete(journey.clientId());

        journey.api().delete("/v1/connections/" + id).then().statusCode(204);

        journey.api().get("/v1/connections/" + id).then().statusCode(404);
    }

    @Test
    void revokesWhatAnotherAccountGranted() {
        String id = outcome(browser.open(consent(journey.session(), ADA))).get("connection_id");
        Session reconnect = journey.sessionFor(id);

        Map<String, String> outcome = outcome(browser.open(consent(reconnect, Journey.GRACE)));

        assertThat(outcome).containsEntry("error", "account_mismatch");
        assertThat(issued()).isEqualTo(2);
        await().until(() -> alive() == 1);
    }

    @Test
    void revokesAnAnswerThatComesAfterTheSessionWasCancelled() {
        Session session = journey.session();
        String callback = consent(session, ADA);
        journey.sandbox().faults(journey.clientId(), once("slow", "exchange").put("millis", 1500));
        CompletableFuture<Response> late =
                CompletableFuture.supplyAsync(() -> browser.open(callback));
        await().until(() -> journey.read(session).getString("status").equals("authorizing"));

        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        late.join();
        assertThat(issued()).isEqualTo(1);
        await().until(() -> alive() == 0);
    }

    @Test
    void revokesWhatNobodyConfirmed() {
        Session session =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "require_confirmation", true));
        assertThat(outcome(browser.open(consent(session, ADA))))
                .containsEntry("status", "awaiting_confirmation");

        journey.api()
                .post("/v1/connect-sessions/" + session.id() + "/cancel")
                .then()
                .statusCode(200);

        await().until(() -> alive() == 0);
    }
}
