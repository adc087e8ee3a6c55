package dev.lanyard.notify.delivery;

import static dev.lanyard.support.OnVertx.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventRetentionTest {
    @Inject EventRetention retention;

    @Test
    void forgetsOldEventsButThoseStillToBeDelivered() {
        String tenant = Fixtures.tenant().id();
        event(tenant, "evt_old", "91 days");
        event(tenant, "evt_young", "89 days");
        webhook(tenant);
        event(tenant, "evt_pending", "91 days");

        await(retention::sweep);

        assertThat(Owner.column("SELECT id FROM event WHERE tenant_id = ?", tenant))
                .containsExactlyInAnyOrder("evt_young", "evt_pending");
    }

    private static void event(String tenant, String id, String age) {
        Owner.execute(
                "INSERT INTO event (tenant_id, id, type, subject, data, created_at) VALUES"
                        + " (?, ?, 'connection.created', 'conn_x', '{}', now() - interval '"
                        + age
                        + "')",
                tenant,
                id);
    }

    /** What it is told of stays pending: it may not be called before a day has passed. */
    private static void webhook(String tenant) {
        Owner.execute(
                "INSERT INTO webhook (tenant_id, id, url, events, secret) VALUES"
                        + " (?, 'whk_1', 'https://127.0.0.1:1/', '{}', '\\x00')",
                tenant);
    }
}
