package dev.lanyard.rig;

import dev.lanyard.id.Ids;
import dev.lanyard.rig.Http.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Requests that bring secrets where they do not belong. */
public final class Mistakes {
    private final Cluster cluster;
    private final Tenant tenant;
    private final Evidence evidence;

    public Mistakes(Cluster cluster, Tenant tenant, Evidence evidence) {
        this.cluster = cluster;
        this.tenant = tenant;
        this.evidence = evidence;
    }

    public void profiles() {
        String wrong = "wrong-secret-" + Ids.random();
        evidence.secret("wrong client secret", wrong);
        JsonObject profile =
                JsonObject.of(
                        "provider", ProviderEntry.BITBUCKET.name(),
                        "name", "Acme",
                        "client_id", tenant.clientId(),
                        "client_secret", wrong,
                        "permissions", JsonArray.of("account"),
                        "return_urls", JsonArray.of(Tenant.RETURN_URL));
        String profiles = "/v1/connector-profiles";
        evidence.shown(tenant.api().post(profiles, profile));
        evidence.shown(
                tenant.api()
                        .post(profiles, profile.copy().put("client_secret", JsonArray.of(wrong))));
        evidence.shown(tenant.api().post(profiles, profile.copy().put("secret", wrong)));
        evidence.shown(tenant.api().post(profiles, profile.copy().put("provider", "none")));
        evidence.shown(
                tenant.api()
                        .patch(
                                profiles + "/" + tenant.profileId(),
                                JsonObject.of("client_secret", wrong)));
        String cut =
                profile.encode().substring(0, profile.encode().indexOf(wrong) + wrong.length());
        evidence.shown(raw(profiles, tenant.key(), cut));
        evidence.shown(tenant.api().get(profiles).expect(200));
    }

    public void strangers() {
        String key = tenant.key();
        String other = key.substring(0, key.length() - 3) + "aaa";
        evidence.hashed("unknown API key", other);
        evidence.secret("wrong admin token", "wrong-" + Settings.ADMIN_TOKEN);
        evidence.shown(raw("/v1/connect-sessions", other, "{}"));
        evidence.shown(raw("/admin/v1/tenants", "wrong-" + Settings.ADMIN_TOKEN, "{}"));
        evidence.shown(raw("/v1/" + key, key, "{}"));
        evidence.shown(raw("/v1/connect-sessions?key=" + key, key, "{}"));
        evidence.shown(raw("/admin/v1/tenants", Settings.ADMIN_TOKEN, "{\"name\":\"" + key));
    }

    private Answer raw(String path, String bearer, String body) {
        return Http.send(
                HttpRequest.newBuilder(URI.create(cluster.replica(1).url() + path))
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }
}
