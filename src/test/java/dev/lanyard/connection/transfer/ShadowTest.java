package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.accesstoken.UsageTracker;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections of a system that is still running: stored, and presented by nobody here. */
@QuarkusTest
class ShadowTest {
    @Inject UsageTracker usage;

    private static JsonObject shadow(JsonObject line) {
        return line.copy().put("mode", "shadow");
    }

    @Test
    void isPresentedByNobody() {
        Importing tenant = Importing.strict();
        String id = tenant.id(shadow(tenant.lineOf("u1", "Ada Lovelace")));
        Owner.execute("UPDATE token_set SET due_at = now() WHERE connection_id = ?", id);

        tenant.token(id)
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"))
                .body("detail", containsString("activate"));
        tenant.journey()
                .api()
                .post("/v1/connections/" + id + "/refresh")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
        await().pollDelay(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> true);

        assertThat(tenant.presentations()).isZero();
        assertThat(tenant.connection(id).getString("mode")).isEqualTo("shadow");
        assertThat(tenant.connection(id).getString("status")).isEqualTo("degraded");
        tenant.journey().api().delete("/v1/connections/" + id).then().statusCode(204);
        assertThat(Importing.one("SELECT count(*) FROM revocation WHERE sealed_for = ?", id))
                .isEqualTo("0");
    }

    @Test
    void givesOutTheAccessTokenThatCameWithItWhileThatIsGood() {
        Importing tenant = Importing.strict();
        JsonObject tokens = tenant.former().connect("Ada Lovelace");
        String id =
                tenant.id(
                        shadow(tenant.line("u1", tokens.getString("refresh_token")))
                                .put("access_token", tokens.getString("access_token"))
                                .put(
                                        "expires_at",
                                        OffsetDateTime.now(ZoneOffset.UTC)
                                                .plusSeconds(30)
                                                .toString()));

        for (int minTtl : List.of(0, 60, 3600)) {
            tenant.journey()
                    .api()
                    .get("/v1/connections/" + id + "/token?min_ttl=" + minTtl)
                    .then()
                    .statusCode(200)
                    .body("access_token", equalTo(tokens.getString("access_token")));
        }
        usage.write().await().indefinitely();

        assertThat(Owner.column("SELECT due_at FROM token_set WHERE connection_id = ?", id))
                .containsOnlyNulls();
        assertThat(tenant.presentations()).isZero();
        tenant.journey().api().delete("/v1/connections/" + id).then().statusCode(204);
        assertThat(Importing.one("SELECT count(*) FROM revocation WHERE sealed_for = ?", id))
                .isEqualTo("0");
    }

    @Test
    void aTokenThatTheFormerSystemRotatedIsReplacedByImportingTheLineAgain() {
        Importing tenant = Importing.strict();
        String first = tenant.former().connect("Ada Lovelace").getString("refresh_token");
        String id = tenant.id(shadow(tenant.line("u1", first)));
        String second = tenant.former().refresh(first).getString("refresh_token");

        JsonObject replaced = tenant.send(shadow(tenant.line("u1", second))).get(0);
        JsonObject stale = tenant.send(shadow(tenant.line("u1", first))).get(0);

        assertThat(replaced.getString("status")).isEqualTo("updated");
        assertThat(replaced.getString("connection_id")).isEqualTo(id);
        assertThat(stale.getString("status")).isEqualTo("updated");
        assertThat(stale.getString("connection_id")).isEqualTo(id);
        tenant.activate().then().statusCode(200).body("activated", equalTo(1));
        tenant.activate().then().statusCode(200).body("activated", equalTo(0));
        tenant.token(id).then().statusCode(200);
        assertThat(tenant.connection(id).getString("mode")).isNull();
        tenant.send(shadow(tenant.line("u1", first)));
        assertThat(tenant.connection(id).getString("mode")).isNull();
        tenant.journey().api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);
        tenant.journey()
                .api()
                .get("/v1/audit-log")
                .then()
                .body(
                        "items.findAll { it.action == 'connection.activated' }.object.id",
                        equalTo(List.of(id)));
    }

    @Test
    void aLineMayActivateItsOwn() {
        Importing tenant = Importing.strict();
        JsonObject one = tenant.lineOf("u1", "Ada Lovelace");
        JsonObject other = tenant.lineOf("u2", "Grace Hopper");
        String first = tenant.id(shadow(one));
        String second = tenant.id(shadow(other));
        String rotated =
                tenant.former().refresh(one.getString("refresh_token")).getString("refresh_token");

        assertThat(tenant.id(tenant.line("u1", rotated).put("activate", true))).isEqualTo(first);

        tenant.token(first).then().statusCode(200);
        tenant.token(second).then().statusCode(409);
        assertThat(tenant.id(other.copy().put("activate", true))).isEqualTo(second);
        tenant.token(second).then().statusCode(200);
    }

    @Test
    void severalAccountsOfOneEndUserAreToldApartByTheirIds() {
        Importing tenant = Importing.strict();
        String first = tenant.id(shadow(tenant.line("u1", "t1")).put("account_id", "a"));
        String second = tenant.id(shadow(tenant.line("u1", "t2")).put("account_id", "b"));

        assertThat(first).isNotEqualTo(second);
        assertThat(tenant.id(shadow(tenant.line("u1", "t1-rotated")).put("account_id", "a")))
                .isEqualTo(first);
        JsonObject unclear = tenant.send(shadow(tenant.line("u1", "whose"))).get(0);
        assertThat(unclear.getString("status")).isEqualTo("failed");
        assertThat(unclear.getJsonObject("error").getString("detail")).contains("account_id");
    }

    @Test
    void withoutTheirIdsThoseOfOneUploadAreDifferentOnes() {
        Importing tenant = Importing.strict();
        JsonObject one = shadow(tenant.line("u1", "t1"));
        JsonObject other = shadow(tenant.line("u1", "t2"));

        List<JsonObject> created = tenant.send(one, other);
        List<JsonObject> again = tenant.send(one, other);

        assertThat(created).allMatch(r -> r.getString("status").equals("created"));
        assertThat(again.stream().map(r -> r.getString("connection_id")).toList())
                .isEqualTo(created.stream().map(r -> r.getString("connection_id")).toList());
        tenant.send(one);
        List<JsonObject> grown =
                tenant.send(one, shadow(tenant.line("u2", "t3")), shadow(tenant.line("u2", "t4")));
        assertThat(grown.stream().map(r -> r.getString("status")).toList())
                .containsExactly("updated", "created", "created");
    }

    /** A consent here brings a grant of our own. */
    @Test
    void aJourneyEndsIt() {
        Importing tenant = Importing.strict();
        JsonObject line = tenant.lineOf("u1", dev.lanyard.authorize.Journey.ADA);
        String id = tenant.id(shadow(line));
        dev.lanyard.authorize.Browser browser = new dev.lanyard.authorize.Browser();
        dev.lanyard.authorize.Journey journey = tenant.journey();

        io.restassured.response.Response callback =
                journey.connect(browser, journey.sessionFor(id), dev.lanyard.authorize.Journey.ADA);

        assertThat(dev.lanyard.authorize.Journey.outcome(callback))
                .containsEntry("status", "connected");
        assertThat(tenant.connection(id).getString("mode")).isNull();
        journey.api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);
    }

    /** The former system goes on until it stops; here nothing was presented before. */
    @Test
    void aHandOverWithBothSystemsAliveBurnsNoGrant() {
        Importing tenant = Importing.strict();
        int count = 20;
        List<String> tokens = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            tokens.add(tenant.former().connect("Account " + n).getString("refresh_token"));
        }
        List<String> ids =
                tenant
                        .send(
                                IntStream.range(0, count)
                                        .mapToObj(n -> shadow(tenant.line("u" + n, tokens.get(n))))
                                        .toArray(JsonObject[]::new))
                        .stream()
                        .map(r -> r.getString("connection_id"))
                        .toList();
        ids.forEach(id -> tenant.token(id).then().statusCode(409));
        for (int n = 0; n < count; n++) {
            tokens.set(n, tenant.former().refresh(tokens.get(n)).getString("refresh_token"));
        }

        tenant.send(
                IntStream.range(0, count)
                        .mapToObj(n -> shadow(tenant.line("u" + n, tokens.get(n))))
                        .toArray(JsonObject[]::new));
        tenant.activate().then().statusCode(200).body("activated", equalTo(count));

        ids.forEach(id -> tenant.token(id).then().statusCode(200));
        assertThat(tenant.journey().sandbox().grants(tenant.journey().clientId()))
                .hasSize(count)
                .allMatch(grant -> grant.getValue("dead_since") == null);
    }

    @Test
    void activateWantsAProfileOfOnesOwn() {
        Importing tenant = Importing.begin();
        for (Object body : List.of(Map.of(), Map.of("connector_profile_id", "prof_x"))) {
            tenant.journey()
                    .api()
                    .body(body)
                    .post("/v1/connections/import/activate")
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("connector_profile_id"));
        }
        tenant.journey()
                .tenant()
                .with("tokens")
                .body("{}")
                .post("/v1/connections/import/activate")
                .then()
                .statusCode(403);
    }
}
