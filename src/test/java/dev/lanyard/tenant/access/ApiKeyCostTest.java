package dev.lanyard.tenant.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.id.TenantToken;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The same, and that made-up keys cost others nothing. */
@QuarkusTest
class ApiKeyCostTest extends ApiKeyCostCases {
    @Inject KnownKeys keys;

    private static ByteBuffer hash(String key) {
        return ByteBuffer.wrap(TenantToken.sha256(key));
    }

    @Test
    void anUnknownKeyIsRememberedAsSuch() {
        TestTenant tenant = Fixtures.tenant();
        String key = madeUp(tenant);

        assertThat(status(key)).isEqualTo(401);

        assertThat(keys.remembered(hash(key))).isNull();
        assertThat(keys.isUnknown(hash(key))).isTrue();
        assertThat(keys.unknownCount()).isPositive();
    }

    /** Those asked for take no place among the known ones, and far more have a bound. */
    @Test
    void madeUpKeysPushOutNoKnownOne() {
        TestTenant tenant = Fixtures.tenant();
        String known = tenant.key();
        long before = keys.knownCount();

        for (int i = 0; i < 200; i++) {
            assertThat(status(madeUp(tenant))).isEqualTo(401);
        }
        assertThat(status(known)).isEqualTo(200);
        for (int i = 0; i < 25_000; i++) {
            keys.noteUnknown(hash("key_" + i));
        }

        assertThat(keys.unknownCount()).isLessThanOrEqualTo(10_000);
        assertThat(keys.knownCount()).isBetween(1L, before + 1);
        assertThat(keys.remembered(hash(known))).isNotNull();
    }
}
