package dev.lanyard.tenant.audit;

import static dev.lanyard.support.Fixtures.bearer;
import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.lanyard.support.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditLogTest {
    private static final String LOG = "/v1/audit-log";

    /** An API key with its id. */
    private record Key(String id, String text) {
        static Key of(TestTenant tenant, String... scopes) {
            JsonPath issued =
                    operator()
                            .body(Map.of("name", "audited", "scopes", List.of(scopes)))
                            .post("/admin/v1/tenants/" + tenant.id() + "/api-keys")
                            .jsonPath();
            return new Key(issued.getString("id"), issued.getString("key"));
        }
    }

    private static Map<String, Object> newest(Key reader) {
        return bearer(reader.text()).get(LOG + "?limit=1").jsonPath().getMap("items[0]");
    }

    @Test
    void saysWhoDidWhatToWhichObjectFromWhere() {
        TestTenant tenant = tenant();
        Key key = Key.of(tenant, "manage");

        bearer(key.text())
                .get(LOG)
                .then()
                .statusCode(200)
                .body("items[0].id", startsWith("aud_"))
                .body("items[0].at", matchesPattern("\\d{4}-.*Z"))
                .body("items[0].actor", equalTo(actor("operator", null)))
                .body("items[0].action", equalTo("api_key.created"))
                .body("items[0].object", equalTo(object("api_key", key.id())))
                .body("items[0].outcome", equalTo("succeeded"))
                .body("items[0].address", matchesPattern("127\\.0\\.0\\.1|0:0:0:0:0:0:0:1.*"))
                .body("items[0].count", equalTo(1));
    }

    private static Map<String, Object> actor(String type, String id) {
        return object(type, id);
    }

    private static Map<String, Object> object(String type, String id) {
        Map<String, Object> object = new java.util.HashMap<>();
        object.put("type", type);
        object.put("id", id);
        return object;
    }

    @Test
    void recordsWhatIsRefusedWithItsCode() {
        Key key = Key.of(tenant(), "manage");

        bearer(key.text())
                .body(Map.of("provider", "none"))
                .post("/v1/connector-profiles")
                .then()
                .statusCode(400);

        assertThat(newest(key))
                .containsEntry("action", "connector_profile.created")
                .containsEntry("actor", actor("api_key", key.id()))
                .containsEntry("object", object("connector_profile", null))
                .containsEntry("outcome", "refused")
                .containsEntry("detail", "validation_failed");
    }

    @Test
    void recordsWhatAKeysScopesDoNotAllowReadingToo() {
        TestTenant tenant = tenant();
        Key reader = Key.of(tenant, "manage");
        Key narrow = Key.of(tenant, "connect");

        bearer(narrow.text()).get("/v1/connections/conn_1/token").then().statusCode(403);

        assertThat(newest(reader))
                .containsEntry("action", "connection.token_read")
                .containsEntry("actor", actor("api_key", narrow.id()))
                .containsEntry("object", object("connection", "conn_1"))
                .containsEntry("outcome", "refused")
                .containsEntry("detail", "forbidden");
    }

    @Test
    void recordsAnotherTenantsIdAsTheCallersOwnRefusal() {
        Key key = Key.of(tenant(), "manage");
        Key other = Key.of(tenant(), "manage");

        bearer(key.text()).delete("/v1/connections/conn_of_another").then().statusCode(404);

        assertThat(newest(key)).containsEntry("detail", "not_found");
        assertThat(newest(other)).containsEntry("action", "api_key.created");
    }

    @Test
    void holdsNoEntryOfReading() {
        Key key = Key.of(tenant(), "manage");

        bearer(key.text()).get("/v1/events").then().statusCode(200);

        assertThat(newest(key)).containsEntry("action", "api_key.created");
    }

    @Test
    void recordsTheOperatorsChangesInTheTenantsLog() {
        TestTenant tenant = tenant();
        Key reader = Key.of(tenant, "manage");
        Key revoked = Key.of(tenant, "connect");
        operator().body(Map.of("name", "Renamed")).patch("/admin/v1/tenants/" + tenant.id());
        operator().delete("/admin/v1/tenants/" + tenant.id() + "/api-keys/" + revoked.id());

        List<String> actions = bearer(reader.text()).get(LOG).jsonPath().getList("items.action");

        assertThat(actions)
                .containsExactly(
                        "api_key.deleted", "tenant.changed", "api_key.created", "api_key.created");
    }

    @Test
    void keepsTheOperatorsOwnLogWhichOutlivesTenants() {
        TestTenant tenant = tenant();
        operator().delete("/admin/v1/tenants/" + tenant.id()).then().statusCode(204);
        operator().delete("/admin/v1/tenants/" + tenant.id()).then().statusCode(404);

        JsonPath log =
                operator()
                        .queryParam("object_id", tenant.id())
                        .get("/admin/v1/audit-log")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(log.<String>getList("items.action"))
                .containsExactly("tenant.deleted", "tenant.deleted", "tenant.created");
        assertThat(log.<String>getList("items.outcome"))
                .containsExactly("refused", "succeeded", "succeeded");
        assertThat(log.<String>getList("items.actor.type")).containsOnly("operator");
    }

    @Test
    void isTheTenantsOwn() {
        Key key = Key.of(tenant(), "manage");
        Key other = Key.of(tenant(), "manage");

        bearer(other.text())
                .get(LOG)
                .then()
                .body("items.object.id", hasItem(other.id()))
                .body("items.object.id", not(hasItem(key.id())));
        bearer(other.text())
                .queryParam("object_id", key.id())
                .get(LOG)
                .then()
                .body("items.size()", equalTo(0));
    }

    @Test
    void isReadByKeysThatManage() {
        tenant().with("connect", "tokens").get(LOG).then().statusCode(403);
    }

    @Test
    void comesInPagesAndByActionActorOrObject() {
        TestTenant tenant = tenant();
        Key key = Key.of(tenant, "manage");
        for (int i = 0; i < 3; i++) {
            bearer(key.text()).delete("/v1/connections/conn_" + i);
        }

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page =
                    bearer(key.text())
                            .queryParam("limit", 2)
                            .queryParam("action", "connection.deleted")
                            .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
                            .get(LOG)
                            .jsonPath();
            seen.addAll(page.getList("items.object.id"));
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        assertThat(seen).containsExactly("conn_2", "conn_1", "conn_0");
        bearer(key.text())
                .queryParam("actor_id", key.id())
                .get(LOG)
                .then()
                .body("items.size()", equalTo(3))
                .body("items.actor.type", everyItem(equalTo("api_key")));
    }
}
