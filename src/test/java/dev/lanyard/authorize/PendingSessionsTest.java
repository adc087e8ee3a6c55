package dev.lanyard.authorize;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.config.Config;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many sessions of one tenant may wait for their end user. */
@QuarkusTest
class PendingSessionsTest {
    private static final String INSERT =
            """
            INSERT INTO connect_session (tenant_id, id, token_hash, connector_profile_id, end_user_id, expires_at)
            SELECT ?, 'cs_' || ? || n, convert_to(? || n, 'UTF8'), ?, 'u1', now() + ? * interval '1 hour'
            FROM generate_series(1, ?) n
            """;

    @Inject Config config;

    private static void insert(Journey journey, String prefix, int hours, int number) {
        Owner.execute(
                INSERT, journey.tenant().id(), prefix, prefix, journey.profileId(), hours, number);
    }

    @Test
    void areCountedForOneTenantAndWhileTheyCanBeUsed() {
        Journey journey = Journey.begin();
        insert(journey, "past", -1, 10);
        insert(journey, "pending", 1, config.quota().pendingSessions() - 1);

        journey.create(Map.of()).then().statusCode(201);
        journey.create(Map.of())
                .then()
                .statusCode(429)
                .header("Retry-After", equalTo("60"))
                .body("code", equalTo("rate_limited"))
                .body("detail", containsString("wait for their end user"));

        Journey.begin().create(Map.of()).then().statusCode(201);
    }
}
