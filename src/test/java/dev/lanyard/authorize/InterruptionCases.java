package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.support.Owner;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that dies with a code in its hand. */
abstract class InterruptionCases {
    final Browser browser = new Browser();
    Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    static void update(String sql, Session session) {
        Owner.execute(sql, session.id());
    }

    void awaitError(Session session, String code) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> code.equals(journey.read(session).getString("error.code")));
    }

    @Test
    void failsASessionWhoseReplicaDiedAfterSending() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        update(
                "UPDATE authorization_request SET redeemed_at = now(),"
                        + " sent_at = now() - interval '61 seconds' WHERE session_id = ?",
                session);

        awaitError(session, "interrupted");

        assertThat(journey.read(session).getString("status")).isEqualTo("failed");
        assertThat(journey.events("connect_session.failed")).hasSize(1);
        assertThat(outcome(browser.open(callback))).containsEntry("error", "interrupted");
        assertThat(outcome(journey.connect(browser, session, ADA)))
                .containsEntry("status", "connected");
    }
}
