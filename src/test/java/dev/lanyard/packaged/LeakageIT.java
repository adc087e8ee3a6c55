package dev.lanyard.packaged;

import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.id.Ids;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.DatabaseDump;
import dev.lanyard.rig.Evidence;
import dev.lanyard.rig.ExpiredToken;
import dev.lanyard.rig.Http;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.Mistakes;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import dev.lanyard.rig.Visitor;
import dev.lanyard.vault.OpenedSecrets;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Secrets go through every flow and its failures on two replicas that log all they can; then they
 * are looked for in logs, metrics, error bodies, pages and the whole database.
 */
class LeakageIT {
    private static final String DB_PASSWORD = "db-password-" + Ids.random();
    private static final String VAULT_KEY =
            Base64.getEncoder()
                    .encodeToString((Ids.random() + "vault!").getBytes(StandardCharsets.UTF_8));

    private static Cluster cluster;

    private final Evidence evidence = new Evidence();
    private final Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);

    @BeforeAll
    static void start() {
        cluster = Cluster.start(2, LeakageIT::loud, ProviderEntry.BITBUCKET);
    }

    private static Map<String, String> loud(EmbeddedPostgres database) {
        Map<String, String> settings = Settings.on(database);
        settings.put("LANYARD_DB_PASSWORD", DB_PASSWORD);
        settings.put("LANYARD_VAULT_KEYS", "1:" + VAULT_KEY);
        settings.put("LANYARD_WEBHOOK_ALLOW_PRIVATE", "true");
        settings.put("QUARKUS_LOG_LEVEL", "TRACE");
        for (String name : List.of("ORG_HIBERNATE", "ORG_FLYWAYDB", "IO_NETTY", "IO_VERTX")) {
            settings.put("QUARKUS_LOG_CATEGORY__" + name + "__LEVEL", "TRACE");
        }
        return settings;
    }

    @AfterAll
    static void end() throws IOException {
        cluster.close();
    }

    @Test
    void noSecretIsInLogsMetricsErrorsPagesOrTheDatabase() {
        secret("database password", DB_PASSWORD);
        secret("vault key", VAULT_KEY);
        secret("admin token", Settings.ADMIN_TOKEN);
        secret("client secret", tenant.credentials().clientSecret());
        hashed("API key", tenant.key());

        webhook();
        String id = journey("u1");
        denial();
        codeThatIsRefused();
        confirmation();
        Mistakes mistakes = new Mistakes(cluster, tenant, evidence);
        mistakes.profiles();
        mistakes.strangers();
        tokens(id);
        failures(id);
        ends(id);

        evidence.search(cluster, tenant.id());
    }

    /** To a port on which nobody listens. */
    private void webhook() {
        JsonObject body = JsonObject.of("url", "http://localhost:1/hook");
        Answer created = tenant.api().post("/v1/webhooks", body).expect(201);
        secret("webhook secret", created.text("secret").substring("whsec_".length()));
        String path = "/v1/webhooks/" + created.text("id");
        show(tenant.api().get(path).expect(200));
        show(tenant.api().get("/v1/webhooks").expect(200));
        show(tenant.api().post(path + "/test", new JsonObject()).expect(200));
        show(tenant.api().get(path + "/deliveries").expect(200));
    }

    private String journey(String endUser) {
        JsonObject session = session(endUser, false);
        Visitor visitor = tenant.visitor();
        String callback = callback(visitor, session);

        show(visitor.open(URI.create(callback)).expect(303));
        show(visitor.open(URI.create(callback)));
        show(tenant.visitor().open(URI.create(callback)).expect(400));
        show(visitor.open(URI.create(callback.replace("state=", "state=x"))).expect(400));
        visitor.cookies().forEach(cookie -> hashed("cookie", cookie));
        Answer read = tenant.api().get("/v1/connect-sessions/" + session.getString("id"));
        return show(read.expect(200)).text("connection_id");
    }

    private JsonObject session(String endUser, boolean confirm) {
        JsonObject fields =
                JsonObject.of("return_url", Tenant.RETURN_URL, "require_confirmation", confirm);
        JsonObject session = tenant.session(endUser, fields);
        String url = session.getString("connect_url");
        evidence.onItsOwnPageOnly("connect token", url.substring(url.lastIndexOf('/') + 1));
        return session;
    }

    /** Opens the hosted page and consents: the callback's address. */
    private String callback(Visitor visitor, JsonObject session) {
        URI connectUrl = URI.create(session.getString("connect_url"));
        show(visitor.open(connectUrl).expect(200));
        URI authorize = visitor.depart(connectUrl);
        hashed("state", Http.parameter(authorize.toString(), "state"));
        sealed("code verifier", "authorization_request", "code_verifier", "id");
        String callback = cluster.provider().consent(authorize, Tenant.ADA).toString();
        secret("code", Http.parameter(callback, "code"));
        return callback;
    }

    private void denial() {
        JsonObject session = session("u2", false);
        URI connectUrl = URI.create(session.getString("connect_url"));
        show(tenant.visitor().deny(connectUrl).expect(303));
        Answer late = Http.send(HttpRequest.newBuilder(URI.create(connectUrl + "x")));
        show(late.expect(404));
    }

    private void codeThatIsRefused() {
        JsonObject session = session("u3", false);
        Visitor visitor = tenant.visitor();
        String madeUp = "made-up-code-" + Ids.random();
        secret("made-up code", madeUp);
        String callback = callback(visitor, session).replaceFirst("code=[^&]*", "code=" + madeUp);
        show(visitor.open(URI.create(callback)).expect(303));
    }

    private void confirmation() {
        JsonObject session = session("u4", true);
        Visitor visitor = tenant.visitor();
        String location =
                visitor.open(URI.create(callback(visitor, session))).expect(303).location();
        String confirmation = Http.parameter(location, "confirmation");
        hashed("confirmation", confirmation);
        String path = "/v1/connect-sessions/" + session.getString("id") + "/confirm";
        for (String given : List.of("x" + confirmation, confirmation)) {
            show(tenant.api().post(path, JsonObject.of("confirmation", given)));
        }
    }

    private void tokens(String id) {
        String token = tenant.api().get(path(id) + "/token").expect(200).text("access_token");
        secret("access token", token);
        sealed("refresh token", "token_set", "refresh_token", "connection_id");
        show(tenant.api().get(path(id) + "/token?min_ttl=none").expect(400));
    }

    /** Refreshes that fail in every way, and one that ends well. */
    private void failures(String id) {
        for (JsonObject fault :
                List.of(
                        once("error_5xx", "refresh"),
                        once("rate_limited", "refresh"),
                        once("reset_before", "refresh"),
                        once("wrong_secret", "refresh"),
                        once("error_in_200", "refresh"))) {
            cluster.provider().faults(tenant.clientId(), fault);
            show(tenant.api().post(path(id) + "/refresh", new JsonObject()));
        }
        String lost = ExpiredToken.connect(cluster, tenant);
        cluster.provider()
                .faults(tenant.clientId(), once("malformed", "refresh").put("as", "not_json"));
        showUnlessGiven(tenant.at(cluster.replica(2)).get(path(lost) + "/token"));
        cluster.provider().faults(tenant.clientId());
        cluster.provider().revoke(tenant.clientId(), "invalid_grant");
        show(tenant.api().post(path(id) + "/refresh", new JsonObject()));
        sealed("later refresh token", "token_set", "refresh_token", "connection_id");
        sealed("later access token", "token_set", "access_token", "connection_id");
    }

    private void ends(String id) {
        DatabaseDump.execute(
                cluster.database().getPostgresDatabase(),
                "UPDATE token_set SET access_token = refresh_token WHERE connection_id = '"
                        + id
                        + "'");
        await().atMost(Duration.ofSeconds(1)) // what somebody else writes is heard of (ADR 14)
                .until(() -> tenant.api().get(path(id) + "/token").status() == 503);
        show(tenant.api().get(path(id) + "/token").expect(503));
        DatabaseDump.execute(
                cluster.database().getPostgresDatabase(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                        + " 'lanyard'");
        show(tenant.at(cluster.replica(2)).get(path(id)));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> tenant.api().get(path(id)).status() == 200);
        show(tenant.api().get(path(id)));
        show(cluster.operator().get("/admin/v1/connections/" + id));
        show(tenant.api().get("/v1/events"));
        show(tenant.api().delete(path(id)));
    }

    private void sealed(String name, String table, String column, String owner) {
        List<String> opened =
                OpenedSecrets.of(
                        cluster.database().getPostgresDatabase(),
                        "1:" + VAULT_KEY,
                        tenant.id(),
                        table,
                        column,
                        owner);
        assertThat(opened).as(name).isNotEmpty();
        opened.forEach(value -> secret(name, value));
    }

    private void secret(String name, String value) {
        evidence.secret(name, value);
    }

    private void hashed(String name, String value) {
        evidence.hashed(name, value);
    }

    /** A token that is given after all is no leak. */
    private void showUnlessGiven(Answer answer) {
        if (answer.status() != 200) {
            show(answer);
        }
    }

    private Answer show(Answer answer) {
        return evidence.shown(answer);
    }

    private static String path(String connectionId) {
        return "/v1/connections/" + connectionId;
    }
}
