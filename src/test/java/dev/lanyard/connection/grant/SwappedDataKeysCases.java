package dev.lanyard.connection.grant;

import static dev.lanyard.connection.Connected.GRACE;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.support.Owner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A tenant's data key opens for that tenant, and while it is there; replicas notice. */
public abstract class SwappedDataKeysCases {
    /** Data keys are remembered for less. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void forgetsADataKeyThatIsGoneWithinFiveSeconds() {
        Connected gone = Connected.at(GRACE);
        gone.accessToken();

        Owner.execute("DELETE FROM data_key WHERE tenant_id = ?", tenantOf(gone));

        opensNoMore(gone);
        gone.token().then().statusCode(503).body("code", equalTo("unavailable"));
    }

    @Test
    void refusesTheDataKeyOfAnotherTenant() {
        Connected one = Connected.at(GRACE);
        Connected other = Connected.at(GRACE);
        Connected third = Connected.at(GRACE);
        one.accessToken();

        Owner.execute(
                """
                UPDATE data_key k SET wrapped = o.wrapped FROM data_key o
                WHERE k.tenant_id IN (?, ?) AND o.tenant_id IN (?, ?)
                  AND o.tenant_id <> k.tenant_id
                """,
                tenantOf(one),
                tenantOf(other),
                tenantOf(one),
                tenantOf(other));

        opensNoMore(one);
        opensNoMore(other);
        third.accessToken();
    }

    private static String tenantOf(Connected connection) {
        return connection.journey().tenant().id();
    }

    /** Two reads each time: of two replicas each is asked. */
    private static void opensNoMore(Connected connection) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> {
                            for (int read = 0; read < 4; read++) {
                                connection.token().then().statusCode(503);
                            }
                        });
    }
}
