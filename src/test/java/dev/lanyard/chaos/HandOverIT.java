package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.transfer.FormerSystem;
import dev.lanyard.demo.DevDatabase;
import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Executable;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.NdjsonUpload;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant moves from one running installation to another, at a provider that kills the grant of a
 * refresh token presented twice. Both are read all the while.
 */
class HandOverIT {
    /** The sandbox tells of the newest only; each of the others was refreshed and read, too. */
    private static final int SHOWN = 200;

    private static final int CONNECTIONS =
            "full".equals(System.getProperty("lanyard.chaos")) ? 1_000 : 40;
    private static final String IMPORT = "/v1/connections/import";

    @TempDir Path folder;

    @Test
    void burnsNoGrant() throws Exception {
        try (Cluster here = Cluster.start(1, ProviderEntry.STRICT);
                EmbeddedPostgres database = DevDatabase.open();
                Replica there =
                        Replica.start(
                                "there",
                                Settings.with(
                                        Settings.on(database),
                                        "LANYARD_PROVIDERS_DIR",
                                        here.settings().get("LANYARD_PROVIDERS_DIR")))) {
            Tenant tenant =
                    here.tenant(
                            ProviderEntry.STRICT,
                            JsonObject.of("dead_token_error", "invalid_grant"));
            List<String> ids = connect(here, tenant);
            String publicKey = command("", "--new-key", folder.resolve("key.json").toString());
            Api moved = tenantOf(there.awaitReady(), tenant);
            String profile = profileOf(moved, tenant);
            CompletableFuture<Void> readers =
                    CompletableFuture.runAsync(() -> refreshAll(tenant.api(), ids));

            List<String> shadows =
                    imported(
                            moved,
                            open(
                                    export(here, tenant, publicKey, false),
                                    tenant,
                                    profile,
                                    "--shadow"));
            readAll(moved, shadows, 409, 200);
            readers.join();
            CompletableFuture<Void> stillThere =
                    CompletableFuture.runAsync(() -> refreshAll(tenant.api(), ids));
            String frozen = export(here, tenant, publicKey, true);
            stillThere.join();
            List<String> again = imported(moved, open(frozen, tenant, profile, "--shadow"));
            assertThat(again).hasSize(CONNECTIONS).containsExactlyInAnyOrderElementsOf(shadows);
            Answer activated =
                    moved.post(IMPORT + "/activate", JsonObject.of("connector_profile_id", profile))
                            .expect(200);

            assertThat(activated.json().getInteger("activated")).isEqualTo(CONNECTIONS);
            ids.forEach(
                    id ->
                            tenant.api()
                                    .post("/v1/connections/" + id + "/refresh", new JsonObject())
                                    .expect(409));
            again.forEach(
                    id ->
                            moved.post("/v1/connections/" + id + "/refresh", new JsonObject())
                                    .expect(200));
            readAll(moved, again, 200, 200);
            assertThat(here.provider().grants(tenant.clientId()))
                    .hasSize(Math.min(CONNECTIONS, SHOWN))
                    .allMatch(grant -> grant.getValue("dead_since") == null);
            assertThat(here.provider().mostPresentationsOfOneRefreshToken(tenant.clientId()))
                    .isEqualTo(1);
        }
    }

    /** Each has a grant of its own, refreshed once. */
    private static List<String> connect(Cluster here, Tenant tenant) {
        FormerSystem consents =
                new FormerSystem(here.provider(), providerUrl(here), tenant.credentials());
        List<String> ids =
                imported(
                        tenant.api(),
                        IntStream.range(0, CONNECTIONS)
                                .mapToObj(
                                        n ->
                                                JsonObject.of(
                                                                "end_user",
                                                                JsonObject.of("id", "u" + n),
                                                                "connector_profile_id",
                                                                tenant.profileId(),
                                                                "account_id",
                                                                "account-" + n,
                                                                "refresh_token",
                                                                consents.connect("Account " + n)
                                                                        .getString("refresh_token"))
                                                        .encode()));
        readAll(tenant.api(), ids, 200, 200);
        return ids;
    }

    private static URI providerUrl(Cluster here) {
        try (Stream<Path> entries =
                Files.list(Path.of(here.settings().get("LANYARD_PROVIDERS_DIR")))) {
            String yaml = Files.readString(entries.findFirst().orElseThrow());
            return URI.create(yaml.replaceAll("(?s).*token_endpoint: (\\S+?)/sandbox/.*", "$1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> imported(Api api, Stream<String> lines) {
        List<JsonObject> results =
                NdjsonUpload.begin(api, IMPORT, lines).join().results().stream()
                        .map(JsonObject::new)
                        .toList();
        assertThat(results).allMatch(result -> result.getString("connection_id") != null);
        return results.stream().map(result -> result.getString("connection_id")).toList();
    }

    private static void refreshAll(Api api, List<String> ids) {
        for (String id : ids) {
            int status = api.post("/v1/connections/" + id + "/refresh", new JsonObject()).status();
            assertThat(status).isIn(200, 409);
        }
    }

    private static void readAll(Api api, List<String> ids, Integer... statuses) {
        for (String id : ids) {
            assertThat(api.get("/v1/connections/" + id + "/token").status())
                    .isIn((Object[]) statuses);
        }
    }

    private static String export(Cluster here, Tenant tenant, String key, boolean freeze) {
        return here.operator()
                .post(
                        "/admin/v1/tenants/" + tenant.id() + "/export",
                        JsonObject.of("public_key", key, "freeze", freeze))
                .expect(200)
                .body();
    }

    private Stream<String> open(String sealed, Tenant tenant, String profile, String option) {
        return command(
                        sealed,
                        folder.resolve("key.json").toString(),
                        "--profile",
                        tenant.profileId() + "=" + profile,
                        option)
                .lines();
    }

    /** By the packaged application, as an operator does. */
    private String command(String in, String... arguments) {
        try {
            List<String> line = new ArrayList<>(Executable.command(List.of()));
            line.add("open-export");
            line.addAll(List.of(arguments));
            Path input = Files.writeString(folder.resolve("in"), in);
            Path out = folder.resolve("out");
            Process process =
                    new ProcessBuilder(line)
                            .redirectInput(input.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(folder.resolve("err").toFile())
                            .start();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
            return Files.readString(out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Api tenantOf(Replica there, Tenant tenant) {
        Api operator = new Api(there.url(), Settings.ADMIN_TOKEN);
        String id =
                operator.post("/admin/v1/tenants", JsonObject.of("name", "Moved"))
                        .expect(201)
                        .text("id");
        JsonObject key =
                JsonObject.of("name", "rig", "scopes", JsonArray.of("connect", "manage", "tokens"));
        return new Api(
                there.url(),
                operator.post("/admin/v1/tenants/" + id + "/api-keys", key)
                        .expect(201)
                        .text("key"));
    }

    private static String profileOf(Api moved, Tenant tenant) {
        return moved.post(
                        "/v1/connector-profiles",
                        JsonObject.of(
                                "provider", ProviderEntry.STRICT.name(),
                                "name", "Moved",
                                "client_id", tenant.credentials().clientId(),
                                "client_secret", tenant.credentials().clientSecret(),
                                "permissions", JsonArray.of("account", "repository:write"),
                                "return_urls", JsonArray.of(Tenant.RETURN_URL)))
                .expect(201)
                .text("id");
    }
}
