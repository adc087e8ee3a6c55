package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class JourneyIT {
    private final Tenant tenant = Cluster.shared().tenant(ProviderEntry.BITBUCKET);

    @Test
    void connectsAnAccountAndReadsItsTokenOnEveryReplica() {
        String id = tenant.connect("u1");

        String token = tenant.api().get(path(id) + "/token").expect(200).text("access_token");

        assertThat(token).isNotBlank();
        assertThat(Cluster.shared().provider().api("/user", token).statusCode()).isEqualTo(200);
        Api other = tenant.at(Cluster.shared().replica(2));
        assertThat(other.get(path(id) + "/token").expect(200).text("access_token"))
                .isEqualTo(token);
    }

    @Test
    void tellsWhoConnectedAndWithWhichPermissions() {
        String id = tenant.connect("u1");

        JsonObject connection = tenant.connection(id);

        assertThat(connection.getString("status")).isEqualTo("active");
        assertThat(connection.getValue("status_reason")).isNull();
        assertThat(connection.getJsonObject("end_user").getString("id")).isEqualTo("u1");
        assertThat(connection.getJsonObject("account").getString("name")).isEqualTo(Tenant.ADA);
        assertThat(connection.getJsonObject("permissions").getJsonArray("missing")).isEmpty();
    }

    @Test
    void makesNoTwinWhenTheSameEndUserConnectsAgain() {
        String first = tenant.connect("u1");
        String again = tenant.connect("u1");

        assertThat(again).isEqualTo(first);
        assertThat(ids("/v1/connections?end_user_id=u1")).containsExactly(first);
    }

    @Test
    void listsChangesAndDeletes() {
        String id = tenant.connect("u1");
        JsonObject change =
                JsonObject.of("status", "disabled", "metadata", JsonObject.of("team", "blue"));

        JsonObject changed = tenant.api().patch(path(id), change).expect(200).json();

        assertThat(changed.getString("status")).isEqualTo("disabled");
        assertThat(ids("/v1/connections?status=disabled")).containsExactly(id);
        assertThat(tenant.api().get(path(id) + "/token").expect(409).text("code"))
                .isEqualTo("connection_disabled");

        tenant.api().delete(path(id)).expect(204);

        assertThat(tenant.api().get(path(id)).expect(404).text("code")).isEqualTo("not_found");
        assertThat(ids("/v1/connections")).isEmpty();
    }

    @Test
    void showsAnotherTenantNothing() {
        String id = tenant.connect("u1");
        Api other = Cluster.shared().tenant(ProviderEntry.BITBUCKET).api();

        String foreign = other.get(path(id) + "/token").expect(404).body();

        assertThat(foreign).isEqualTo(other.get("/v1/connections/conn_none/token").body());
    }

    @Test
    void tellsTheTenantOfADenial() {
        JsonObject session = tenant.session("u1", JsonObject.of("return_url", Tenant.RETURN_URL));
        URI connectUrl = URI.create(session.getString("connect_url"));

        String location = tenant.visitor().deny(connectUrl).expect(303).location();

        assertThat(location).contains("status=failed", "error=access_denied");
        JsonArray events = tenant.api().get("/v1/events").expect(200).json().getJsonArray("items");
        assertThat(events.getJsonObject(0).getString("type")).isEqualTo("connect_session.failed");
    }

    private List<String> ids(String list) {
        return tenant.api().get(list).expect(200).json().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static String path(String connectionId) {
        return "/v1/connections/" + connectionId;
    }
}
