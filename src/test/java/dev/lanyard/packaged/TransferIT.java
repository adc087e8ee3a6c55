package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Command;
import dev.lanyard.rig.NdjsonUpload;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that leave one tenant for another, by the command of the packaged application. */
class TransferIT {
    private static final String UNKNOWN = "prof_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private final Cluster cluster = Cluster.shared();
    private Tenant tenant;

    @TempDir Path folder;

    @BeforeEach
    void makeTenant() {
        tenant = cluster.tenant(ProviderEntry.STRICT);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String newKey(String name) {
        Command made = Command.run("", "open-export", "--new-key", file(name));
        assertThat(made.code()).as(made.err()).isZero();
        return made.out().strip();
    }

    private String export(String publicKey, boolean freeze) {
        return cluster.operator()
                .post(
                        "/admin/v1/tenants/" + tenant.id() + "/export",
                        JsonObject.of("public_key", publicKey, "freeze", freeze))
                .expect(200)
                .body();
    }

    private static List<JsonObject> sent(Tenant to, Stream<String> lines) {
        try (NdjsonUpload upload =
                NdjsonUpload.begin(to.api(), "/v1/connections/import", lines).join()) {
            return upload.results().stream().map(JsonObject::new).toList();
        }
    }

    private JsonObject line(String user, String token) {
        return JsonObject.of(
                "end_user",
                JsonObject.of("id", user),
                "connector_profile_id",
                tenant.profileId(),
                "refresh_token",
                token);
    }

    @Test
    void aFrozenTenantRefreshesNothingAndItsExportWorksElsewhere() {
        String id = tenant.connect("u1");
        String sealed = export(newKey("key"), true);

        Command opened = Command.run(sealed, "open-export", file("key"));

        assertThat(opened.code()).as(opened.err()).isZero();
        JsonObject line = new JsonObject(opened.out().strip());
        assertThat(sealed).doesNotContain(line.getString("refresh_token"));
        tenant.api().post("/v1/connections/" + id + "/refresh", new JsonObject()).expect(409);
        Tenant there = cluster.tenant(ProviderEntry.STRICT);
        String profile = profileOfTheSameClient(there);
        JsonObject result =
                sent(there, Stream.of(line.put("connector_profile_id", profile).encode())).get(0);
        assertThat(result.getString("status")).as(result.encode()).isEqualTo("created");
        there.api()
                .post(
                        "/v1/connections/" + result.getString("connection_id") + "/refresh",
                        new JsonObject())
                .expect(200);
    }

    private String profileOfTheSameClient(Tenant there) {
        return there.api()
                .post(
                        "/v1/connector-profiles",
                        JsonObject.of(
                                "provider", ProviderEntry.STRICT.name(),
                                "name", "There",
                                "client_id", tenant.credentials().clientId(),
                                "client_secret", tenant.credentials().clientSecret(),
                                "permissions", JsonArray.of("account", "repository:write")))
                .expect(201)
                .text("id");
    }

    @Test
    void anExportThatIsCutOrChangedOrForAnotherKeyDoesNotOpen() {
        sent(tenant, Stream.of(line("u1", "token-1").encode(), line("u2", "token-2").encode()));
        String sealed = export(newKey("key"), false);
        List<String> lines = sealed.lines().toList();
        newKey("another");
        List<String> moved = new ArrayList<>(lines);
        Collections.swap(moved, 1, 2);

        assertThat(lines).hasSize(4);
        assertThat(opened(sealed, "key")).isZero();
        assertThat(opened(sealed, "another")).isEqualTo(1);
        assertThat(opened(String.join("\n", lines.subList(0, 3)), "key")).isEqualTo(1);
        assertThat(opened(String.join("\n", moved), "key")).isEqualTo(1);
    }

    private int opened(String sealed, String key) {
        return Command.run(sealed, "open-export", file(key)).code();
    }

    @Test
    void aForeignProfileInALineIsToldLikeAnUnknownOne() {
        Tenant other = cluster.tenant(ProviderEntry.STRICT);

        List<JsonObject> results =
                sent(
                        tenant,
                        Stream.of(other.profileId(), UNKNOWN)
                                .map(id -> line("u1", "t").put("connector_profile_id", id))
                                .map(JsonObject::encode));

        assertThat(results).allMatch(result -> result.getString("status").equals("failed"));
        assertThat(results.get(0).getJsonObject("error"))
                .isEqualTo(results.get(1).getJsonObject("error"));
    }

    @Test
    void aTokenBelongsToOneEndUser() {
        List<JsonObject> results =
                sent(
                        tenant,
                        Stream.of(line("u1", "the-token"), line("u2", "the-token"))
                                .map(JsonObject::encode));

        assertThat(results.get(0).getString("status")).isEqualTo("created");
        assertThat(results.get(1).getJsonObject("error").getString("code")).isEqualTo("conflict");
    }
}
