package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.GRACE;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.authorize.Journey.Session;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Answers that come late, or never; time is moved in the database. */
@QuarkusTest
class InterruptionTest extends InterruptionCases {

    private void pretendSentAMinuteAgo(Session session) {
        update(
                "UPDATE authorization_request SET sent_at = now() - interval '61 seconds'"
                        + " WHERE session_id = ? AND sent_at IS NOT NULL AND ended_at IS NULL",
                session);
    }

    private CompletableFuture<Response> slowCallback(Session session, int millis) {
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(journey.clientId(), once("slow", "exchange").put("millis", millis));
        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> browser.open(callback));
        Awaitility.await().until(() -> journey.presented() == 1);
        return answer;
    }

    @Test
    void letsALateAnswerWin() {
        Session session = journey.session();
        CompletableFuture<Response> late = slowCallback(session, 8_000);
        pretendSentAMinuteAgo(session);
        awaitError(session, "interrupted");

        assertThat(outcome(late.join())).containsEntry("status", "connected");

        assertThat(journey.read(session).getString("status")).isEqualTo("connected");
    }

    @Test
    void dropsALateAnswerOnceTheSessionWasTriedAgain() {
        Session session = journey.session();
        CompletableFuture<Response> late = slowCallback(session, 8_000);
        pretendSentAMinuteAgo(session);
        awaitError(session, "interrupted");
        Browser other = new Browser();
        journey.depart(other, session);

        assertThat(outcome(late.join())).containsEntry("error", "interrupted");

        assertThat(journey.read(session).getString("status")).isEqualTo("authorizing");
        assertThat(journey.events("connection.created")).isEmpty();
    }

    @Test
    void dropsAnAnswerThatComesAfterTheSessionWasCancelled() {
        Session session = journey.session();
        CompletableFuture<Response> late = slowCallback(session, 3_000);

        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        assertThat(outcome(late.join())).containsEntry("error", "cancelled");
        assertThat(journey.events("connection.created")).isEmpty();
    }

    @Test
    void finishesWhatBeganBeforeTheSessionExpired() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        update("UPDATE connect_session SET expires_at = now() WHERE id = ?", session);
        assertThat(journey.read(session).getString("status")).isEqualTo("authorizing");

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("status", "connected");
    }

    @Test
    void tellsThatTheProviderNeverCameBack() {
        Session session = journey.session();
        journey.depart(browser, session);
        update("UPDATE connect_session SET expires_at = now() WHERE id = ?", session);
        update("UPDATE authorization_request SET expires_at = now() WHERE session_id = ?", session);

        awaitError(session, "expired");

        assertThat(journey.read(session).getString("error.description"))
                .contains("never", Journey.callbackUrl());
    }

    @Test
    void connectsWithAnUnknownAccountWhenItCannotBeAskedFor() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), fault("error_5xx", "user"));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("status", "connected");
        journey.api()
                .get("/v1/connections/" + outcome.get("connection_id"))
                .then()
                .body("status", equalTo("degraded"))
                .body("status_reason.code", equalTo("account_unknown"));
    }

    @Test
    void keepsTokensOfAnUnknownAccountWaitingWhenReconnecting() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        Session session = journey.sessionFor(connection);
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), fault("error_5xx", "user"));
        CompletableFuture<Response> waits =
                CompletableFuture.supplyAsync(() -> browser.open(callback));
        Awaitility.await().until(() -> journey.presented() == 2);
        assertThat(journey.read(session).getString("status")).isEqualTo("authorizing");

        journey.sandbox().faults(journey.clientId());

        assertThat(outcome(waits.join()))
                .containsEntry("status", "connected")
                .containsEntry("connection_id", connection);
    }

    @Test
    void failsWhenTheAccountStaysUnknownUntilTheSessionExpires() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        Session session = journey.sessionFor(connection);
        String callback = journey.consent(browser, session, GRACE);
        journey.sandbox().faults(journey.clientId(), fault("error_5xx", "user"));

        Response page = browser.open(callback);
        update("UPDATE connect_session SET expires_at = now() WHERE id = ?", session);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString()).contains("http-equiv=\"refresh\"");
        awaitError(session, "provider_unavailable");
        assertThat(journey.read(session).getString("status")).isEqualTo("failed");
        assertThat(outcome(browser.open(callback))).containsEntry("error", "provider_unavailable");
    }

    @Test
    void keepsNothingWhenTheProfileIsDisabledMeanwhile() {
        Session session = journey.session();
        CompletableFuture<Response> late = slowCallback(session, 3_000);

        journey.api()
                .body(Map.of("status", "disabled"))
                .patch("/v1/connector-profiles/" + journey.profileId());

        assertThat(outcome(late.join())).containsEntry("error", "profile_disabled");
        assertThat(journey.events("connection.created")).isEmpty();
    }

    @Test
    void showsAPageWhenTheTenantIsErasedMeanwhile() {
        Session session = journey.session();
        CompletableFuture<Response> late = slowCallback(session, 3_000);

        journey.eraseTenant();

        assertThat(late.join().statusCode()).isEqualTo(404);
        assertThat(late.join().contentType()).startsWith("text/html");
        assertThat(new Browser().open(session.connectUrl()).statusCode()).isEqualTo(404);
    }
}
