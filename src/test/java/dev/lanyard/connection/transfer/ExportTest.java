package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant that leaves: sealed to the operator's key, opened by the command, imported again. */
@QuarkusTest
class ExportTest {
    @TempDir Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran open(String in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                OpenExport.run(
                        args,
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String newKey(String name) {
        Ran made = open("", "--new-key", file(name));
        assertThat(made.code()).as(made.err()).isZero();
        return made.out().strip();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Response export(String tenantId, Map<String, Object> body) {
        return Fixtures.operator().body(body).post("/admin/v1/tenants/" + tenantId + "/export");
    }

    private String exported(Importing tenant, boolean freeze) {
        String publicKey = newKey("key-" + System.nanoTime());
        lastKey = lastMade();
        return export(
                        tenant.journey().tenant().id(),
                        Map.of("public_key", publicKey, "freeze", freeze))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private String lastKey = "";

    private String lastMade() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).max(String::compareTo).orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWasExportedImportsAgainElsewhereAndIsFrozenHere() {
        Importing here = Importing.strict();
        List<String> ids = new ArrayList<>();
        for (String user : List.of("u1", "u2", "u3")) {
            ids.add(here.id(here.lineOf(user, "Account of " + user)));
            here.token(ids.get(ids.size() - 1)).then().statusCode(200);
        }

        String sealed = exported(here, true);
        Ran opened = open(sealed, lastKey, "--profile", here.journey().profileId() + "=prof_there");

        assertThat(opened.code()).as(opened.err()).isZero();
        List<JsonObject> lines = Importing.results(opened.out());
        assertThat(lines)
                .hasSize(3)
                .allMatch(l -> l.getString("connector_profile_id").equals("prof_there"));
        assertThat(new JsonObject(opened.err()).getLong("exported")).isEqualTo(3);
        assertThat(sealed).doesNotContain(lines.get(0).getString("refresh_token"));
        ids.forEach(id -> assertThat(here.connection(id).getString("mode")).isEqualTo("shadow"));
        ids.forEach(id -> here.token(id).then().statusCode(200)); // its access token is still good
        ids.forEach(
                id ->
                        here.journey()
                                .api()
                                .post("/v1/connections/" + id + "/refresh")
                                .then()
                                .statusCode(409));

        String key = Fixtures.tenant().key();
        String there = profileOfTheSameClient(key, here);
        String lines2 =
                open(sealed, lastKey, "--profile", here.journey().profileId() + "=" + there).out();
        List<JsonObject> results =
                Importing.results(
                        Fixtures.bearer(key)
                                .contentType(Importing.NDJSON)
                                .body(lines2.getBytes(StandardCharsets.UTF_8))
                                .post("/v1/connections/import")
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString());
        assertThat(results).hasSize(3).allMatch(r -> r.getString("status").equals("created"));
        for (JsonObject result : results) {
            Fixtures.bearer(key)
                    .post("/v1/connections/" + result.getString("connection_id") + "/refresh")
                    .then()
                    .statusCode(200);
        }
        here.journey()
                .api()
                .get("/v1/audit-log")
                .then()
                .body("items.action", hasItem("tenant.frozen"));
        assertThat(here.journey().sandbox().grants(here.journey().clientId()))
                .allMatch(grant -> grant.getValue("dead_since") == null);
    }

    private static String profileOfTheSameClient(String key, Importing here) {
        return Fixtures.bearer(key)
                .body(
                        Map.of(
                                "provider", "strict-sandbox",
                                "name", "There",
                                "client_id", here.journey().consumer().clientId(),
                                "client_secret", here.journey().consumer().clientSecret(),
                                "permissions", List.of("account", "repository:write"),
                                "return_urls", List.of("https://app.example/connected")))
                .post("/v1/connector-profiles")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void withoutFreezeEverythingGoesOnAndItsOwnImportChangesNothing() {
        Importing tenant = Importing.strict();
        String id =
                tenant.id(
                        tenant.lineOf("u1", "Ada Lovelace")
                                .put("metadata", JsonObject.of("a", List.of(1, "b"))));
        tenant.token(id).then().statusCode(200);

        Ran opened = open(exported(tenant, false), lastKey);

        assertThat(opened.code()).as(opened.err()).isZero();
        JsonObject line = Importing.results(opened.out()).get(0);
        assertThat(line.getJsonObject("metadata").getJsonArray("a").getString(1)).isEqualTo("b");
        assertThat(line.getString("refresh_token_issued_at")).isNotNull();
        List<String> before = Importing.rows(id);
        assertThat(tenant.send(line).get(0).getString("connection_id")).isEqualTo(id);
        assertThat(Importing.rows(id)).isEqualTo(before);
        tenant.journey().api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);
        assertThat(tenant.send(line).get(0).getString("status")).isEqualTo("updated");
        tenant.journey().api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);
    }

    @Test
    void timesAreWrittenWithTheirSecondsAlsoWhereTheseAreNone() {
        Importing tenant = Importing.begin();
        tenant.id(
                tenant.line("u1", "rt-" + System.nanoTime())
                        .put("access_token", "at")
                        .put("expires_at", "2100-01-01T01:00:00+01:00")
                        .put("refresh_token_issued_at", "2026-01-01T00:00:00Z"));

        Ran opened = open(exported(tenant, false), lastKey);

        assertThat(Importing.results(opened.out()).get(0).getMap())
                .containsEntry("expires_at", "2100-01-01T00:00:00Z")
                .containsEntry("refresh_token_issued_at", "2026-01-01T00:00:00Z");
    }

    @Test
    void whatComesByAJourneyIsExportedAndADeadGrantIsNot() {
        Connected connected = Connected.at(Connected.STRICT);
        Connected sibling = connected.sibling();
        Owner.execute(
                "UPDATE connection SET health = 'reconnect_required', reason_code = 'grant_revoked', reason_since = now() WHERE id = ?",
                sibling.id());
        String publicKey = newKey("journey");

        String sealed =
                export(connected.journey().tenant().id(), Map.of("public_key", publicKey))
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString();
        Ran opened = open(sealed, file("journey"), "--shadow");

        assertThat(Importing.results(opened.out()))
                .singleElement()
                .satisfies(line -> assertThat(line.getString("mode")).isEqualTo("shadow"))
                .satisfies(line -> assertThat(line.getString("account_id")).isNotNull());
        assertThat(new JsonObject(opened.err()).getLong("left_out_as_not_of_use")).isEqualTo(1);
    }

    @Test
    void whatIsCutOrChangedDoesNotOpen() {
        Importing tenant = Importing.begin();
        tenant.send(tenant.line("u1", "t1"), tenant.line("u2", "t2"));
        String sealed = exported(tenant, false);
        List<String> lines = sealed.lines().toList();
        assertThat(lines).hasSize(4);

        assertThat(open(sealed, lastKey).code()).isZero();
        for (List<String> wrong :
                List.of(
                        lines.subList(0, 3),
                        List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3)),
                        List.of(lines.get(0), lines.get(1), lines.get(3)),
                        List.of(
                                lines.get(0),
                                lines.get(1).replace("sealed\":\"A", "sealed\":\"B"),
                                "{}",
                                lines.get(3)),
                        List.of("{}"),
                        List.<String>of())) {
            Ran ran = open(String.join("\n", wrong), lastKey);
            assertThat(ran.code()).as(wrong.toString()).isEqualTo(1);
            assertThat(ran.err()).startsWith("open-export: ");
        }
        newKey("another");
        assertThat(open(sealed, file("another")).code()).isEqualTo(1);
    }

    @Test
    void wantsAPublicKeyAndATenant() throws IOException {
        String tenant = Fixtures.tenant().id();
        String publicKey = newKey("k");
        String privateKey = Files.readString(Path.of(file("k")));

        for (Object key : Arrays.asList("", "nonsense", 1, Map.of(), privateKey)) {
            export(tenant, Map.of("public_key", key))
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("public_key"));
        }
        export(tenant, Map.of()).then().statusCode(400);
        export("ten_unknown", Map.of("public_key", publicKey)).then().statusCode(404);
        export(tenant, Map.of("public_key", new JsonObject(publicKey).getMap()))
                .then()
                .statusCode(200);
        Fixtures.bearer("key_x")
                .body("{}")
                .post("/admin/v1/tenants/" + tenant + "/export")
                .then()
                .statusCode(401);
    }

    @Test
    void aPrivateKeyIsNotOverwritten() {
        newKey("mine");

        Ran again = open("", "--new-key", file("mine"));

        assertThat(again.code()).isEqualTo(1);
        assertThat(open("").err()).contains("--new-key FILE");
        assertThat(Stream.of(open("").err().split("\n")).collect(Collectors.joining()))
                .contains("--profile");
    }
}
