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
    @Inject ApiKeyCache keyCache;

    private static ByteBuffer hash(String key) {
        return ByteBuffer.wrap(TenantToken.sha256(key));
    }

    @Test
    void anUnknownKeyIsRememberedAsSuch() {
        TestTenant tenant = Fixtures.tenant();
        String key = madeUp(tenant);

        assertThat(status(key)).isEqualTo(401);

        assertThat(keyCache.remembered(hash(key))).isNull();
        assertThat(keyCache.isUnknown(hash(key))).isTrue();
        assertThat(keyCache.unknownCount()).isPositive();
    }

    /** Those asked for take no place among the known ones, and far more have a bound. */
    @Test
    void madeUpKeysPushOutNoKnownOne() {
        TestTenant tenant = Fixtures.tenant();
        String known = tenant.key();
        long before = keyCache.knownCount();

        for (int i = 0; i < 200; i++) {
            assertThat(status(madeUp(tenant))).isEqualTo(401);
        }
        assertThat(status(known)).isEqualTo(200);
        for (int i = 0; i < 25_000; i++) {
            keyCache.recordUnknown(hash("key_" + i));
        }

        assertThat(keyCache.unknownCount()).isLessThanOrEqualTo(10_000);
        assertThat(keyCache.knownCount()).isBetween(1L, before + 1);
        assertThat(keyCache.remembered(hash(known))).isNotNull();
    }
}
