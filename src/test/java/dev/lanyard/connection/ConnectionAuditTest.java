package dev.lanyard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the audit log says of connections after their journey. */
@QuarkusTest
class ConnectionAuditTest {

    /**
     * {@code actor action outcome detail} of what was done to it since it was made, newest first.
     */
    private static List<String> log(Connected connection) {
        List<Map<String, Object>> items =
                connection
                        .journey()
                        .api()
                        .queryParam("object_id", connection.id())
                        .get("/v1/audit-log")
                        .jsonPath()
                        .getList("items");
        return items.stream()
                .map(
                        item ->
                                "%s %s %s %s"
                                        .formatted(
                                                ((Map<?, ?>) item.get("actor")).get("type"),
                                                item.get("action"),
                                                item.get("outcome"),
                                                item.get("detail")))
                .filter(line -> !line.contains("connection.created"))
                .toList();
    }

    @Test
    void tellsThatLanyardCalledAGrantDead() {
        Connected connection = Connected.at(Connected.GRACE);
        connection.sandbox().revoke(connection.clientId(), "invalid_grant");

        connection.refresh().then().statusCode(409);

        assertThat(log(connection))
                .containsExactly(
                        "api_key connection.refreshed refused reconnect_required",
                        "lanyard connection.reconnect_required failed grant_revoked");
    }

    @Test
    void tellsThatAKeyRefreshedSwitchedOffAndDeletedIt() {
        Connected connection = Connected.at(Connected.GRACE);
        String path = "/v1/connections/" + connection.id();
        connection.refresh().then().statusCode(200);
        connection.journey().api().body(Map.of("status", "disabled")).patch(path);

        connection.journey().api().delete(path).then().statusCode(204);

        assertThat(log(connection))
                .filteredOn(line -> !line.contains("connection.revoked"))
                .containsExactly(
                        "api_key connection.deleted succeeded null",
                        "api_key connection.changed succeeded null",
                        "api_key connection.refreshed succeeded null");
    }
}
