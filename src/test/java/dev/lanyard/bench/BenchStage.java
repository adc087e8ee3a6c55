package dev.lanyard.bench;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.NdjsonUpload;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is measured, and what it needs: a filled database, an instant provider, a replica that keeps
 * rows of token reads and one that does not, a tenant with a key of every scope.
 */
final class BenchStage implements AutoCloseable {
    static final String RETURN_URL = "https://app.example/connected";
    private static final int PARALLEL = 64;
    private static final String NO_QUOTA = "1000000";

    private final BenchPlan plan;
    private final BenchDatabase database = new BenchDatabase();
    private final InstantProvider provider;
    private final Map<String, String> settings;
    private final Replica keeping;
    private final Replica asking;
    private final String tenant;
    private final String key;
    private final String profile;

    BenchStage(BenchPlan plan) throws IOException {
        this.plan = plan;
        provider = new InstantProvider(plan.tokenBytes());
        settings =
                Settings.with(
                        Settings.on(database.port()),
                        Map.of(
                                "LANYARD_PROVIDERS_DIR", catalogue().toString(),
                                "LANYARD_QUOTA_TENANT", NO_QUOTA,
                                "LANYARD_QUOTA_API_KEY", NO_QUOTA,
                                "LANYARD_QUOTA_CLIENT", NO_QUOTA,
                                "LANYARD_QUOTA_PENDING_SESSIONS", NO_QUOTA,
                                "LANYARD_WEBHOOK_ALLOW_PRIVATE", "true",
                                "LANYARD_REFRESH", "callers"));
        keeping = Replica.start("bench-keeping", settings).awaitReady();
        asking =
                Replica.start("bench-asking", Settings.with(settings, "LANYARD_TOKEN_CACHE", "0"))
                        .awaitReady();
        Api operator = new Api(keeping.url(), Settings.ADMIN_TOKEN);
        tenant =
                operator.post("/admin/v1/tenants", JsonObject.of("name", "Bench"))
                        .expect(201)
                        .text("id");
        key = operator.post("/admin/v1/tenants/" + tenant + "/api-keys", allScopes()).text("key");
        profile = api().post("/v1/connector-profiles", profile()).expect(201).text("id");
    }

    private Path catalogue() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "providers").toAbsolutePath();
        new ProviderEntry("bitbucket", Duration.ofMinutes(10), Duration.ofMinutes(10), PARALLEL)
                .write(folder, provider.url(), provider.url().resolve("/access_token"));
        return folder;
    }

    private static JsonObject allScopes() {
        return JsonObject.of(
                "name", "bench", "scopes", JsonArray.of("connect", "manage", "tokens"));
    }

    private static JsonObject profile() {
        return JsonObject.of(
                "provider", "bitbucket",
                "name", "Bench",
                "client_id", "bench",
                "client_secret", "bench-secret",
                "permissions", JsonArray.of("account", "repository:write"),
                "return_urls", JsonArray.of(RETURN_URL));
    }

    BenchPlan plan() {
        return plan;
    }

    BenchDatabase database() {
        return database;
    }

    InstantProvider provider() {
        return provider;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** The replica that keeps rows of token reads. */
    Replica keeping() {
        return keeping;
    }

    /** The replica whose every token read asks the database. */
    Replica asking() {
        return asking;
    }

    Api api() {
        return new Api(keeping.url(), key);
    }

    String tenant() {
        return tenant;
    }

    String key() {
        return key;
    }

    String profileId() {
        return profile;
    }

    /** Imports the lines of the plan. */
    void importLines() {
        OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plusHours(20).withNano(0);
        String filling = "i".repeat(plan.tokenBytes() - 12);
        try (NdjsonUpload upload =
                NdjsonUpload.begin(
                        api(),
                        "/v1/connections/import",
                        IntStream.range(0, plan.lines())
                                .mapToObj(n -> line(n, end, filling).encode()))) {
            int results = upload.join().count();
            if (results != plan.lines()) {
                throw new IllegalStateException(
                        results + " of " + plan.lines() + ": " + upload.results().get(0));
            }
        }
    }

    private JsonObject line(int number, OffsetDateTime end, String filling) {
        String kind = number < BenchPlan.READ ? "read-" : "refresh-";
        return JsonObject.of(
                "end_user",
                JsonObject.of("id", kind + number),
                "connector_profile_id",
                profile,
                "refresh_token",
                "imported-" + number,
                "access_token",
                "%012d".formatted(number) + filling,
                "expires_at",
                end.toString(),
                "account_id",
                "{imported-" + number + "}");
    }

    /** Of imported connections: {@code read} or {@code refresh}. */
    List<String> connections(String kind) {
        return database.column(
                "SELECT id FROM connection WHERE tenant_id = '%s' AND end_user_id LIKE '%s-%%' ORDER BY id"
                        .formatted(tenant, kind));
    }

    /** From now on each of their reads is a refresh, once. */
    void expire() {
        database.execute(
                """
                UPDATE token_set t SET issued_at = now() - interval '2 hours', expires_at = now() - interval '1 second'
                FROM connection c WHERE c.tenant_id = t.tenant_id AND c.id = t.connection_id
                AND c.tenant_id = '%s' AND c.end_user_id LIKE 'refresh-%%'
                """
                        .formatted(tenant));
    }

    @Override
    public void close() throws IOException {
        keeping.close();
        asking.close();
        provider.close();
        database.close();
    }
}
