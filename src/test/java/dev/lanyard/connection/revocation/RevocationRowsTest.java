package dev.lanyard.connection.revocation;

import static dev.lanyard.support.OnVertx.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.revocation.RevocationRows.DueRevocation;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RevocationRowsTest {
    @Inject RevocationRows rows;

    private String tenant;

    @BeforeEach
    void begin() {
        tenant = Fixtures.tenant().id();
    }

    @Test
    void aLimitPutsOffWhateverOfItsProfileWouldComeSooner() {
        queued("rev_limited", "prof_1", "2 hours");
        queued("rev_sooner", "prof_1", "10 minutes");
        queued("rev_later", "prof_1", "3 hours");
        queued("rev_other", "prof_2", "10 minutes");

        await(() -> rows.putOff(due("rev_limited", "prof_1"), Duration.ofMinutes(30)));

        assertThat(minutesLeft("rev_limited")).isEqualTo(30);
        assertThat(minutesLeft("rev_sooner")).isEqualTo(30);
        assertThat(minutesLeft("rev_later")).isEqualTo(180);
        assertThat(minutesLeft("rev_other")).isEqualTo(10);
    }

    @Test
    void aLimitOfOneTenantsProfileIsNoneOfAnothers() {
        String first = tenant;
        queued("rev_1", "prof_1", "10 minutes");
        tenant = Fixtures.tenant().id();
        queued("rev_2", "prof_1", "10 minutes");

        await(() -> rows.putOff(due("rev_2", "prof_1"), Duration.ofMinutes(30)));

        tenant = first;
        assertThat(minutesLeft("rev_1")).isEqualTo(10);
    }

    /** What is revoked leaves its column: the end tells of it all the same. */
    @Test
    void whatWasRevokedIsKnownInLaterRounds() {
        queued("rev_untouched", "prof_1", "2 hours");
        queued("rev_refresh", "prof_1", "2 hours");
        queued("rev_access", "prof_1", "2 hours");

        await(() -> rows.refreshTokenRevoked(due("rev_refresh", "prof_1")));
        await(() -> rows.accessTokenRevoked(due("rev_access", "prof_1")));

        assertThat(
                        Owner.column(
                                "SELECT id FROM revocation WHERE tenant_id = ? AND revoked ORDER BY id",
                                tenant))
                .containsExactly("rev_access", "rev_refresh");
    }

    private void queued(String id, String profile, String after) {
        Owner.execute(
                "INSERT INTO revocation (tenant_id, id, profile_id, sealed_for, next_at)"
                        + " VALUES (?, ?, ?, 'conn_1', now() + ?::interval)",
                tenant,
                id,
                profile,
                after);
    }

    private DueRevocation due(String id, String profile) {
        return new DueRevocation(tenant, id, profile, "conn_1", null, null, false, false, false);
    }

    private long minutesLeft(String id) {
        return Owner.column(
                        "SELECT round(extract(epoch FROM next_at - now()) / 60)::bigint"
                                + " FROM revocation WHERE tenant_id = ? AND id = ?",
                        tenant,
                        id)
                .stream()
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
