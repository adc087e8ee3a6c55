package dev.lanyard.authorize.session;

import static dev.lanyard.support.OnVertx.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionRetentionTest {
    @Inject SessionRetention retention;

    @Test
    void forgetsSessionsThatEndedLongAgoAndNoOthers() {
        Journey journey = Journey.begin();
        String old = journey.session().id();
        String young = journey.session().id();
        String pending = journey.session().id();
        age(old, "31 days", "failed");
        age(young, "29 days", "failed");
        age(pending, "31 days", "pending");

        await(retention::sweep);

        assertThat(left(old, young, pending)).containsExactlyInAnyOrder(young, pending);
    }

    private static void age(String session, String past, String status) {
        Owner.execute(
                "UPDATE connect_session SET status = '"
                        + status
                        + "', expires_at = now() - interval '"
                        + past
                        + "' WHERE id = ?",
                session);
    }

    private static List<String> left(String... sessions) {
        return Owner.column(
                "SELECT id FROM connect_session WHERE id IN (?, ?, ?)", (Object[]) sessions);
    }
}
