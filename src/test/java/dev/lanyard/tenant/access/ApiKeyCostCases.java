package dev.lanyard.tenant.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.id.TenantToken;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What it costs to find out whose an API key is. */
public abstract class ApiKeyCostCases {
    private static final int KEYS = 60;

    static int status(String key) {
        return given().header("Authorization", "Bearer " + key)
                .get("/v1/connections?limit=1")
                .statusCode();
    }

    static String madeUp(TestTenant tenant) {
        return TenantToken.issue("key", tenant.id()).text();
    }

    /** Both not remembered: one SHA-256 and one look-up by primary key each. */
    @Test
    void anUnknownKeyCostsNoMoreThanAKnownOne() {
        TestTenant tenant = Fixtures.tenant();
        double[] known = new double[KEYS];
        double[] unknown = new double[KEYS];
        for (int i = 0; i < KEYS; i++) {
            String real = tenant.key("connect");
            known[i] = millis(real, 200);
            unknown[i] = millis(madeUp(tenant), 401);
        }
        Arrays.sort(known);
        Arrays.sort(unknown);

        System.out.printf(
                "API key, median of %d: known %.2f ms, unknown %.2f ms%n",
                KEYS, known[KEYS / 2], unknown[KEYS / 2]);
        assertThat(unknown[KEYS / 2]).isLessThan(1.5 * known[KEYS / 2] + 0.5);
    }

    private static double millis(String key, int expected) {
        long begin = System.nanoTime();
        assertThat(status(key)).isEqualTo(expected);
        return (System.nanoTime() - begin) / 1e6;
    }
}
