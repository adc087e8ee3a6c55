package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
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

        assertThat(alive()).isZero();
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
        assertThat(alive()).isEqualTo(1);
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
        assertThat(alive()).isZero();
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

        assertThat(alive()).isZero();
    }
}
