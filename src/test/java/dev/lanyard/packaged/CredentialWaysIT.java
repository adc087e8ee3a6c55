package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Http;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An access token by git's credential format and by token exchange: for whom it is, and nobody. */
class CredentialWaysIT {
    private static final String UNKNOWN = "conn_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private final Cluster cluster = Cluster.shared();
    private Tenant tenant;
    private Tenant stranger;
    private String connection;

    @BeforeEach
    void connect() {
        tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        stranger = cluster.tenant(ProviderEntry.BITBUCKET);
        connection = tenant.connect("u1");
    }

    private static String git(String id) {
        return "/v1/connections/" + id + "/git-credential";
    }

    private String keyFor(String scope) {
        return cluster.operator()
                .post(
                        "/admin/v1/tenants/" + tenant.id() + "/api-keys",
                        JsonObject.of("name", scope, "scopes", JsonArray.of(scope)))
                .expect(201)
                .text("key");
    }

    private Http.Answer exchange(String key, String resource) {
        Map<String, String> form =
                Map.of(
                        "grant_type", EXCHANGE,
                        "subject_token", key,
                        "subject_token_type", ACCESS_TOKEN,
                        "resource", resource);
        String body =
                form.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        return Http.send(
                HttpRequest.newBuilder(URI.create(cluster.replica(1).url() + "/v1/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Test
    void gitsPasswordIsForTheTenantAndItsScopeOnly() {
        Http.Answer mine = tenant.api().get(git(connection)).expect(200);
        Http.Answer foreign = stranger.api().get(git(connection)).expect(404);
        Http.Answer unknown = stranger.api().get(git(UNKNOWN)).expect(404);
        Http.Answer scopeless =
                new Api(cluster.replica(1).url(), keyFor("manage"))
                        .get(git(connection))
                        .expect(403);

        assertThat(mine.body()).contains("protocol=https", "password=");
        assertThat(foreign.body()).isEqualTo(unknown.body());
        assertThat(scopeless.body()).contains("tokens");
    }

    @Test
    void anExchangeIsForTheTenantAndItsScopeOnly() {
        Http.Answer mine = exchange(tenant.key(), connection).expect(200);
        Http.Answer foreign = exchange(stranger.key(), connection).expect(400);
        Http.Answer unknown = exchange(stranger.key(), UNKNOWN).expect(400);
        Http.Answer scopeless = exchange(keyFor("connect"), connection).expect(400);

        assertThat(mine.json().getString("access_token")).isNotEmpty();
        assertThat(foreign.body()).isEqualTo(unknown.body()).contains("invalid_target");
        assertThat(scopeless.body()).contains("unauthorized_client", "tokens");
    }

    @Test
    void anExchangeRepeatsNoTokenThatItRefuses() {
        String madeUp = tenant.key().substring(0, tenant.key().length() - 3) + "aaa";

        Http.Answer refused = exchange(madeUp, connection);

        assertThat(refused.status()).isIn(400, 401);
        assertThat(refused.body()).doesNotContain(madeUp);
    }

    @Test
    void aDisabledConnectionGivesOutNothingByAnyWay() {
        tenant.api()
                .patch("/v1/connections/" + connection, JsonObject.of("status", "disabled"))
                .expect(200);

        assertThat(tenant.api().get(git(connection)).expect(409).body())
                .contains("connection_disabled")
                .doesNotContain("password=");
        assertThat(exchange(tenant.key(), connection).expect(400).body())
                .contains("connection_disabled");
        tenant.api().get("/v1/connections/" + connection + "/proxy/user").expect(409);
    }
}
