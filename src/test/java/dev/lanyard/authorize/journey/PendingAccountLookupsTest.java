package dev.lanyard.authorize.journey;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.GRACE;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Browser;
import dev.lanyard.authorize.Journey;
import dev.lanyard.authorize.Journey.Session;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that wait with a reconnecting session until it is known whose they are. */
@QuarkusTest
class PendingAccountLookupsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @Inject Pool pool;
    @Inject SessionExpiry expiry;

    private Journey journey;
    private String connection;
    private Session session;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
        connection = outcome(journey.connect(journey.session())).get("connection_id");
        session = journey.sessionFor(connection);
    }

    private int count(String rows) {
        return pool.preparedQuery("SELECT count(*)::int FROM " + rows + " AND session_id = $1")
                .execute(Tuple.of(session.id()))
                .await()
                .atMost(Duration.ofSeconds(5))
                .iterator()
                .next()
                .getInteger(0);
    }

    private void update(String sql) {
        pool.preparedQuery(sql)
                .execute(Tuple.of(session.id()))
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    /** Comes back with this account's tokens, which wait from then on. */
    private CompletableFuture<Response> leaveWaiting(String account) {
        Browser browser = new Browser();
        String callback = journey.consent(browser, session, account);
        journey.sandbox().faults(journey.clientId(), fault("error_5xx", "user"));
        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> browser.open(callback));
        Awaitility.await().atMost(SOON).until(() -> count("waiting_grant WHERE true") == 1);
        return answer;
    }

    private void answerAtOnce() {
        journey.sandbox().faults(journey.clientId());
        update("UPDATE waiting_grant SET ask_at = now() WHERE session_id = $1");
    }

    @Test
    void keepsWaitingWhenASecondTryIsDenied() {
        CompletableFuture<Response> first = leaveWaiting(ADA);
        Browser other = new Browser();

        other.open(journey.sandbox().deny(journey.depart(other, session)).toString());

        assertThat(journey.read(session).getString("status")).isEqualTo("authorizing");
        assertThat(journey.events("connect_session.failed")).isEmpty();
        answerAtOnce();
        assertThat(outcome(first.join()))
                .containsEntry("status", "connected")
                .containsEntry("connection_id", connection);
    }

    @Test
    void keepsWaitingWhenASecondTryIsInterrupted() {
        CompletableFuture<Response> first = leaveWaiting(ADA);
        journey.depart(new Browser(), session);

        update(
                "UPDATE authorization_request SET redeemed_at = now(),"
                        + " sent_at = now() - interval '61 seconds'"
                        + " WHERE session_id = $1 AND redeemed_at IS NULL");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> count("authorization_request WHERE error_code = 'interrupted'") == 1);

        assertThat(journey.events("connect_session.failed")).isEmpty();
        answerAtOnce();
        assertThat(outcome(first.join())).containsEntry("status", "connected");
    }

    @Test
    void failsWithTheWrongAccountThoughASecondTryHasBegun() {
        CompletableFuture<Response> first = leaveWaiting(GRACE);
        journey.depart(new Browser(), session);

        answerAtOnce();

        assertThat(outcome(first.join())).containsEntry("error", "account_mismatch");
        assertThat(journey.read(session).getString("error.code")).isEqualTo("account_mismatch");
        assertThat(journey.events("connect_session.failed")).hasSize(1);
        assertThat(count("waiting_grant WHERE true")).isZero();
    }

    @Test
    void dropsAnAnswerThatComesAfterTheSessionExpired() {
        leaveWaiting(ADA);
        journey.sandbox().faults(journey.clientId(), fault("slow", "user").put("millis", 4_000));
        update("UPDATE waiting_grant SET asked = 0, ask_at = now() WHERE session_id = $1");
        Awaitility.await().atMost(SOON).until(() -> count("waiting_grant WHERE asked = 1") == 1);

        update("UPDATE connect_session SET expires_at = now() WHERE id = $1");
        expiry.expire(journey.tenant().id(), session.id()).await().atMost(Duration.ofSeconds(3));

        Awaitility.await()
                .atMost(SOON)
                .until(() -> count("authorization_request WHERE ended_at IS NOT NULL") == 1);
        assertThat(journey.read(session).getString("status")).isEqualTo("failed");
        assertThat(journey.read(session).getString("error.code")).isEqualTo("provider_unavailable");
        assertThat(journey.events("connection.reconnected")).isEmpty();
        assertThat(journey.events("connect_session.failed")).hasSize(1);
    }
}
