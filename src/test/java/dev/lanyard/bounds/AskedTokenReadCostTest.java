package dev.lanyard.bounds;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

/** A token read where no rows are kept: each asks the database. */
@QuarkusTest
@TestProfile(AskedTokenReadCostTest.WithoutCache.class)
class AskedTokenReadCostTest extends TokenReadCost {
    /** {@code LANYARD_TOKEN_CACHE=0}. */
    public static class WithoutCache implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lanyard.token.cache", "0");
        }
    }

    @Override
    int statements() {
        return 1;
    }

    /** 12,300 before it is compiled, with a token of 100 characters. */
    @Override
    long allocation() {
        return 14_500;
    }
}
