package dev.lanyard.notify;

import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.support.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventsResourceTest {
    @Inject Pool pool;
    @Inject Events events;

    private void record(TestTenant tenant, String type, String subject) {
        JsonObject data =
                new JsonObject()
                        .put("connection_id", subject)
                        .put("nested", new JsonObject().put("camelCase", List.of(1, 2)));
        pool.withTransaction(
                        transaction -> events.record(transaction, tenant.id(), type, subject, data))
                .await()
                .indefinitely();
    }

    @Test
    void listsATenantsOwnNewestFirst() {
        TestTenant tenant = tenant();
        record(tenant, "connection.created", "conn_1");
        record(tenant, "connection.deleted", "conn_2");
        record(tenant(), "connection.created", "conn_of_another");

        tenant.with("manage")
                .get("/v1/events")
                .then()
                .statusCode(200)
                .body("items.data.connection_id", contains("conn_2", "conn_1"))
                .body(
                        "items[0].keySet()",
                        equalTo(java.util.Set.of("id", "type", "created_at", "data")))
                .body("items[0].type", equalTo("connection.deleted"))
                .body("items[0].data.nested.camelCase", contains(1, 2))
                .body("next_cursor", nullValue());
    }

    @Test
    void listsOneTypeWhenAsked() {
        TestTenant tenant = tenant();
        record(tenant, "connection.created", "conn_1");
        record(tenant, "connection.deleted", "conn_1");

        tenant.with("manage")
                .queryParam("type", "connection.created")
                .get("/v1/events")
                .then()
                .body("items.type", contains("connection.created"));
        tenant.with("manage")
                .queryParam("type", "connect_session.failed")
                .get("/v1/events")
                .then()
                .body("items", empty());
    }

    @Test
    void refusesATypeThatIsNeverSent() {
        tenant().with("manage")
                .queryParam("type", "connection.exploded")
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("type"));
    }

    @Test
    void comesInPages() {
        TestTenant tenant = tenant();
        for (int i = 0; i < 3; i++) {
            record(tenant, "connection.created", "conn_" + i);
        }

        JsonPath first = tenant.with("manage").get("/v1/events?limit=2").jsonPath();
        JsonPath second =
                tenant.with("manage")
                        .queryParam("limit", 2)
                        .queryParam("cursor", first.getString("next_cursor"))
                        .get("/v1/events")
                        .jsonPath();

        assertThat(first.getList("items.data.connection_id")).containsExactly("conn_2", "conn_1");
        assertThat(second.getList("items.data.connection_id")).containsExactly("conn_0");
        assertThat(second.getString("next_cursor")).isNull();
    }
}
