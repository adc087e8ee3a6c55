package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Http.Answer;
import dev.lanyard.vault.OpenedSecrets;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/** A journey and a refresh whose secrets are noted on the way. */
public final class WatchedJourney {
    private final Cluster cluster;
    private final Tenant tenant;
    private final Canaries canaries;

    private WatchedJourney(Cluster cluster, Tenant tenant, Canaries canaries) {
        this.cluster = cluster;
        this.tenant = tenant;
        this.canaries = canaries;
    }

    /**
     * Connects an account of this tenant, reads its token and refreshes it; the connection's id.
     */
    public static String of(Cluster cluster, Tenant tenant, Canaries canaries) {
        canaries.addHashed("API key", tenant.key());
        canaries.add("client secret", tenant.credentials().clientSecret());
        WatchedJourney journey = new WatchedJourney(cluster, tenant, canaries);
        String id = journey.connect();
        journey.tokens(id);
        tenant.api().post("/v1/connections/" + id + "/refresh", new JsonObject()).expect(200);
        journey.tokens(id);
        return id;
    }

    private String connect() {
        JsonObject session = tenant.session("u1", JsonObject.of("return_url", Tenant.RETURN_URL));
        URI connectUrl = URI.create(session.getString("connect_url"));
        String path = connectUrl.getPath();
        canaries.addHashed("connect token", path.substring(path.lastIndexOf('/') + 1));
        Visitor visitor = tenant.visitor();
        URI authorize = visitor.depart(connectUrl);
        canaries.addHashed("state", Http.parameter(authorize.toString(), "state"));
        opened("code verifier", "authorization_request", "code_verifier", "id");
        URI callback = cluster.provider().consent(authorize, Tenant.ADA);
        canaries.add("code", Http.parameter(callback.toString(), "code"));
        visitor.cookies().forEach(cookie -> canaries.addHashed("cookie", cookie));
        Answer outcome = visitor.open(callback).expect(303);
        return Http.parameter(outcome.location(), "connection_id");
    }

    private void tokens(String id) {
        Answer read = tenant.api().get("/v1/connections/" + id + "/token").expect(200);
        canaries.add("access token", read.text("access_token"));
        opened("refresh token", "token_set", "refresh_token", "connection_id");
    }

    private void opened(String name, String table, String column, String owner) {
        List<String> values =
                OpenedSecrets.of(
                        cluster.database().getPostgresDatabase(),
                        cluster.settings().get("LANYARD_VAULT_KEYS"),
                        tenant.id(),
                        table,
                        column,
                        owner);
        assertThat(values).as(name).isNotEmpty();
        values.forEach(value -> canaries.add(name, value));
    }
}
