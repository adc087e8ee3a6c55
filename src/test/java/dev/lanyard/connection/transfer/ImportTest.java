package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.lanyard.connection.Connected;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections that come from another system, line by line. */
@QuarkusTest
class ImportTest {
    private static OffsetDateTime in(Duration time) {
        return OffsetDateTime.now(ZoneOffset.UTC).plus(time).truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    void anImportedConnectionIsRefreshedWhenItIsFirstUsedAndWhoConnectedIsAskedThen() {
        Importing tenant = Importing.begin();
        List<JsonObject> results = tenant.send(tenant.lineOf("u1", "Ada Lovelace"));

        assertThat(results)
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.getInteger("line")).isEqualTo(1);
                            assertThat(r.getString("status")).isEqualTo("created");
                        });
        String id = results.get(0).getString("connection_id");
        JsonObject before = tenant.connection(id);
        assertThat(before.getString("status")).isEqualTo("degraded");
        assertThat(before.getJsonObject("status_reason").getString("code"))
                .isEqualTo("account_unknown");
        assertThat(before.getString("mode")).isNull();
        assertThat(tenant.presentations()).isZero();

        String token = tenant.token(id).then().statusCode(200).extract().path("access_token");

        assertThat(tenant.journey().sandbox().api("/user", token).statusCode()).isEqualTo(200);
        assertThat(tenant.presentations()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> "active".equals(tenant.connection(id).getString("status")));
        assertThat(tenant.connection(id).getJsonObject("account").getString("name"))
                .isEqualTo("Ada Lovelace");
    }

    @Test
    void aClientThatSaysJsonOfEveryCallGetsLinesAllTheSame() {
        Importing tenant = Importing.begin();

        tenant.journey()
                .api()
                .accept("application/json")
                .contentType(Importing.NDJSON)
                .body("{}\n".getBytes(StandardCharsets.UTF_8))
                .post("/v1/connections/import")
                .then()
                .statusCode(200)
                .contentType(Importing.NDJSON);
    }

    @Test
    void allOptionalFieldsAreKept() {
        Importing tenant = Importing.begin();
        JsonObject tokens = tenant.former().connect("Ada Lovelace");
        OffsetDateTime end = in(Duration.ofHours(1));
        OffsetDateTime issued = in(Duration.ofDays(-10));
        JsonObject line =
                tenant.line("u1", tokens.getString("refresh_token"))
                        .put(
                                "end_user",
                                JsonObject.of("id", "u1", "name", "Ursula", "email", "u@x.example"))
                        .put("access_token", tokens.getString("access_token"))
                        .put("expires_at", end.toString())
                        .put("refresh_token_issued_at", issued.toString())
                        .put("account_id", "{ada}")
                        .put("permissions", JsonArray.of("account", "repository:write"))
                        .put("metadata", JsonObject.of("team", "blue"));

        String id = tenant.id(line);

        JsonObject shown = tenant.connection(id);
        assertThat(shown.getString("status")).isEqualTo("active");
        assertThat(shown.getJsonObject("end_user").getString("name")).isEqualTo("Ursula");
        assertThat(shown.getJsonObject("end_user").getString("email")).isEqualTo("u@x.example");
        assertThat(shown.getJsonObject("account").getString("id")).isEqualTo("{ada}");
        assertThat(shown.getJsonObject("permissions").getJsonArray("granted"))
                .isEqualTo(JsonArray.of("account", "repository:write"));
        assertThat(shown.getJsonObject("metadata")).isEqualTo(JsonObject.of("team", "blue"));
        assertThat(OffsetDateTime.parse(shown.getString("access_token_expires_at"))).isEqualTo(end);
        assertThat(OffsetDateTime.parse(shown.getString("last_refreshed_at"))).isEqualTo(issued);
        tenant.token(id)
                .then()
                .statusCode(200)
                .body("access_token", equalTo(tokens.getString("access_token")));
        assertThat(tenant.presentations()).isZero();
    }

    /** Rule 25: within 7 days, spread; with a known age, at half of what it lives idle. */
    @Test
    void rule25_firstKeepAliveIsSpreadOverSevenDaysUnlessTheAgeIsKnown() {
        Importing tenant = Importing.begin();
        String body =
                IntStream.range(0, 200)
                        .mapToObj(n -> tenant.line("u" + n, "made-up-" + n).encode())
                        .collect(Collectors.joining("\n"));
        List<JsonObject> results = tenant.send(body);
        assertThat(results).hasSize(200).allMatch(r -> r.getString("status").equals("created"));

        List<Double> days =
                Owner.column(
                                """
                                SELECT extract(epoch FROM due_at - now()) / 86400 FROM token_set t
                                JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
                                WHERE c.connector_profile_id = ? ORDER BY 1
                                """,
                                tenant.journey().profileId())
                        .stream()
                        .map(Double::valueOf)
                        .toList();
        assertThat(days).allMatch(d -> d > -0.1 && d <= 7);
        assertThat(days.get(20)).isLessThan(2);
        assertThat(days.get(180)).isGreaterThan(5);

        String known =
                tenant.id(
                        tenant.line("known", "made-up-known")
                                .put(
                                        "refresh_token_issued_at",
                                        in(Duration.ofDays(-10)).toString()));
        double due =
                Double.parseDouble(
                        Importing.one(
                                "SELECT extract(epoch FROM due_at - now()) / 86400 FROM token_set WHERE connection_id = ?",
                                known));
        assertThat(due).isBetween(45 * 0.9 - 10.1, 45 * 1.1 - 9.9);
    }

    @Test
    void importedAgainNothingChangesAlsoAfterItWasRefreshedHere() {
        Importing tenant = Importing.strict();
        JsonObject line =
                tenant.lineOf("u1", "Ada Lovelace").put("metadata", JsonObject.of("a", 1));
        String id = tenant.id(line);
        tenant.token(id).then().statusCode(200);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> "active".equals(tenant.connection(id).getString("status")));
        tenant.journey()
                .api()
                .body("{\"metadata\":{\"b\":2}}")
                .patch("/v1/connections/" + id)
                .then()
                .statusCode(200);
        List<String> before = Importing.rows(id);
        String events =
                Importing.one(
                        "SELECT count(*) FROM event WHERE tenant_id = ?",
                        tenant.journey().tenant().id());

        List<JsonObject> again = tenant.send(line, line);

        assertThat(again)
                .allMatch(r -> r.getString("status").equals("updated"))
                .allMatch(r -> r.getString("connection_id").equals(id));
        assertThat(Importing.rows(id)).isEqualTo(before);
        assertThat(
                        Importing.one(
                                "SELECT count(*) FROM event WHERE tenant_id = ?",
                                tenant.journey().tenant().id()))
                .isEqualTo(events);
        tenant.journey().api().get("/v1/connections").then().body("items.size()", equalTo(1));
        tenant.journey().api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);
    }

    /** By a journey it has its token, and no import knows of it. */
    @Test
    void aTokenThatAConnectionHasByItsJourneyIsKnown() {
        Connected connected = Connected.at(Connected.STRICT);
        FormerSystem former =
                new FormerSystem(
                        connected.sandbox(),
                        java.net.URI.create(dev.lanyard.authorize.Journey.publicUrl()),
                        connected.journey().consumer());
        assertThat(former).isNotNull();
        String account = connected.shown().getString("account.id");

        List<JsonObject> results =
                Importing.results(
                        connected
                                .journey()
                                .api()
                                .contentType(Importing.NDJSON)
                                .body(
                                        JsonObject.of(
                                                        "end_user",
                                                        JsonObject.of("id", "u1"),
                                                        "connector_profile_id",
                                                        connected.journey().profileId(),
                                                        "account_id",
                                                        account,
                                                        "refresh_token",
                                                        "another-one")
                                                .encode()
                                                .getBytes())
                                .post("/v1/connections/import")
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString());

        assertThat(results.get(0).getString("status")).isEqualTo("failed");
        assertThat(results.get(0).getJsonObject("error").getString("code")).isEqualTo("conflict");
        connected.refresh().then().statusCode(200);
    }

    @Test
    void aBadLineHarmsNoOther() {
        Importing tenant = Importing.begin();
        String good = tenant.line("u1", "t1").encode();
        String body =
                String.join(
                        "\n",
                        good,
                        "not json",
                        "",
                        "[]",
                        "null",
                        tenant.line("u2", "t2").put("surprise", 1).encode(),
                        tenant.line("", "t3").encode(),
                        tenant.line("u3", "").encode(),
                        tenant.line("u4", "t4")
                                .put("connector_profile_id", "prof_unknown")
                                .encode(),
                        tenant.line("u5", "t5").put("expires_at", "soon").encode(),
                        tenant.line("u6", "t6").put("mode", "light").encode(),
                        tenant.line("u7", "t7")
                                .put("mode", "shadow")
                                .put("activate", true)
                                .encode(),
                        tenant.line("u8", "t8")
                                .put("expires_at", "+999999999-01-01T00:00:00Z")
                                .encode(),
                        tenant.line("u9", "t9")
                                .put("refresh_token_issued_at", "2999-01-01T00:00:00Z")
                                .encode(),
                        tenant.line("u10", "t10")
                                .put("metadata", JsonObject.of("x", "y".repeat(17_000)))
                                .encode(),
                        tenant.line("u11", "t11")
                                .encode()
                                .replace("\"t11\"", "\"t11\",\"refresh_token\":\"t12\""),
                        "{\"end_user\":{\"id\":\"\\u0000\"}}",
                        tenant.line("u12", "x".repeat(70_000)).encode(),
                        tenant.line("u13", "t13")
                                .put("metadata", JsonObject.of("s", "S"))
                                .encode()
                                .replace("\"S\"", "\"\\ud800\""),
                        tenant.line("u14", "t14")
                                .put("metadata", JsonObject.of("n", "N"))
                                .encode()
                                .replace("\"N\"", "1e999999"),
                        tenant.line("u15", "t15").encode() + "\r",
                        tenant.line("u16", "t16").encode());

        List<JsonObject> results = tenant.send(body);

        assertThat(results.stream().map(r -> r.getInteger("line")).toList())
                .isEqualTo(IntStream.rangeClosed(1, 22).filter(n -> n != 3).boxed().toList());
        assertThat(
                        results.stream()
                                .filter(r -> r.getString("status").equals("created"))
                                .map(r -> r.getInteger("line"))
                                .toList())
                .contains(1, 21, 22)
                .doesNotContain(2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
        assertThat(results)
                .filteredOn(r -> r.getString("status").equals("failed"))
                .allSatisfy(
                        r -> {
                            assertThat(r.getJsonObject("error").getString("code")).isNotBlank();
                            assertThat(r.getJsonObject("error").getString("detail")).isNotBlank();
                            assertThat(r.getString("connection_id")).isNull();
                        });
        assertThat(error(results, 9).getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("connector_profile_id");
        assertThat(error(results, 6).getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("surprise");
        assertThat(error(results, 18).getString("code")).isEqualTo("payload_too_large");
    }

    private static JsonObject error(List<JsonObject> results, int line) {
        return results.stream()
                .filter(r -> r.getInteger("line") == line)
                .findFirst()
                .orElseThrow()
                .getJsonObject("error");
    }

    @Test
    void anotherTenantsProfileIsUnknown() {
        Importing tenant = Importing.begin();
        Importing other = Importing.begin();

        JsonObject result =
                tenant.send(
                                tenant.line("u1", "t")
                                        .put("connector_profile_id", other.journey().profileId()))
                        .get(0);

        assertThat(result.getJsonObject("error").getJsonArray("errors").getJsonObject(0))
                .isEqualTo(
                        JsonObject.of(
                                "field",
                                "connector_profile_id",
                                "message",
                                "is none of your connector profiles"));
    }

    @Test
    void aTokenBelongsToOneEndUser() {
        Importing tenant = Importing.begin();
        tenant.id(tenant.line("u1", "the-token"));

        JsonObject result = tenant.send(tenant.line("u2", "the-token")).get(0);

        assertThat(result.getString("status")).isEqualTo("failed");
        assertThat(result.getJsonObject("error").getString("code")).isEqualTo("conflict");
        Importing other = Importing.begin();
        assertThat(other.send(other.line("u9", "the-token")).get(0).getString("status"))
                .isEqualTo("created");
    }

    @Test
    void anEndUserMayHaveSeveralAccounts() {
        Importing tenant = Importing.begin();

        List<JsonObject> results =
                tenant.send(
                        tenant.line("u1", "t1"), tenant.line("u1", "t2"), tenant.line("u1", "t1"));

        assertThat(results.stream().map(r -> r.getString("status")).toList())
                .containsExactly("created", "created", "updated");
        assertThat(results.get(2).getString("connection_id"))
                .isEqualTo(results.get(0).getString("connection_id"));
    }

    @Test
    void manageIsNeeded() {
        Importing tenant = Importing.begin();

        tenant.journey()
                .tenant()
                .with("connect", "tokens")
                .contentType(Importing.NDJSON)
                .body(tenant.line("u1", "t").encode().getBytes())
                .post("/v1/connections/import")
                .then()
                .statusCode(403)
                .body("detail", containsString("manage"));
        Fixtures.bearer("key_unknown")
                .contentType(Importing.NDJSON)
                .body("{}".getBytes())
                .post("/v1/connections/import")
                .then()
                .statusCode(401);
        tenant.journey().api().body("{}").post("/v1/connections/import").then().statusCode(415);
        tenant.journey().api().get("/v1/connections/import").then().statusCode(405);
    }

    @Test
    void itIsToldAndLoggedOnce() {
        Importing tenant = Importing.begin();
        JsonObject line = tenant.line("u1", "t1");
        String id = tenant.id(line);
        tenant.id(line);

        tenant.journey()
                .api()
                .get("/v1/events")
                .then()
                .body("items.type", equalTo(List.of("connection.created")))
                .body("items[0].data.connection_id", equalTo(id));
        tenant.journey()
                .api()
                .get("/v1/audit-log")
                .then()
                .body(
                        "items.findAll { it.action == 'connection.imported' }.object.id",
                        equalTo(List.of(id)))
                .body("items.action", hasItem("connection.imported"));
    }

    /** 2 MB in 6,000 lines: more than any other body may have. */
    @Test
    void aLargeBodyIsNoTrouble() {
        Importing tenant = Importing.begin();
        String filler = "f".repeat(200);
        String body =
                IntStream.range(0, 6_000)
                        .mapToObj(
                                n ->
                                        tenant.line("u" + n, "token-" + n)
                                                .put("metadata", JsonObject.of("f", filler))
                                                .encode())
                        .collect(Collectors.joining("\n"));

        List<JsonObject> results = tenant.send(body);

        assertThat(results).hasSize(6_000).allMatch(r -> r.getString("status").equals("created"));
        assertThat(tenant.send(body))
                .hasSize(6_000)
                .allMatch(r -> r.getString("status").equals("updated"));
        assertThat(
                        Importing.one(
                                "SELECT count(*) FROM connection WHERE connector_profile_id = ?",
                                tenant.journey().profileId()))
                .isEqualTo("6000");
    }
}
