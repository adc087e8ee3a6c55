package dev.lanyard.tenant.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever pastes a key or a token into a path finds it in no log. */
public abstract class AuditedPathCases {
    @Test
    void aKeyPastedIntoAPathIsNotInTheAuditLog() {
        TestTenant tenant = Fixtures.tenant();
        String key = tenant.key();
        List<String> paths =
                List.of(
                        "/v1/" + key,
                        "/v1/connections/" + key,
                        "/v1/connections/conn_1/" + key,
                        "/v1/webhooks/" + key + "/" + key);

        for (String path : paths) {
            assertThat(Fixtures.bearer(key).delete(path).statusCode()).isBetween(400, 499);
        }

        JsonPath log = Fixtures.bearer(key).get("/v1/audit-log?limit=200").jsonPath();
        assertThat(log.getList("items.action")).contains("connection.deleted");
        assertThat(log.prettify()).doesNotContain(key.substring(key.length() - 20));
    }
}
