package dev.lanyard.tenant;

import static dev.lanyard.support.Fixtures.bearer;
import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.database.TenantKey;
import dev.lanyard.id.TenantToken;
import dev.lanyard.support.Fixtures.TestTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ApiKeyCases {
    private static final OffsetDateTime BEGINNING = Instant.EPOCH.atOffset(ZoneOffset.UTC);

    private static final String EVENTS = "/v1/events"; // asks for manage

    private static int status(String key) {
        return bearer(key).get(EVENTS).statusCode();
    }

    @Test
    void opensWhatItsScopesAllow() {
        assertThat(status(tenant().key("manage"))).isEqualTo(200);
    }

    @Test
    void isToldWhichScopeItLacks() {
        tenant().with("connect", "tokens")
                .get(EVENTS)
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"))
                .body("detail", containsString("manage"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic a2V5OmtleQ==",
                "Bearer key_",
                "Bearer key_aaaaaaaaaaaaaaaaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaa",
                "Bearer ct_aaaaaaaaaaaaaaaaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaa",
                "Bearer \u00e9"
            })
    void isRefusedWhenItIsNone(String authorization) {
        given().header("Authorization", authorization)
                .get(EVENTS)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("code", equalTo("unauthorized"));
    }

    @Test
    void isRefusedWhenOneCharacterIsOther() {
        String key = tenant().key();
        char last = key.charAt(key.length() - 1);

        assertThat(status(key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a')))
                .isEqualTo(401);
        assertThat(status(key)).isEqualTo(200);
    }

    @Test
    void isRefusedInAnotherTenantsName() {
        String mine = tenant().key();
        String random = mine.substring(mine.lastIndexOf('_'));
        String theirs = tenant().id().substring("ten_".length());

        assertThat(status("key_" + theirs + random)).isEqualTo(401);
    }

    @Test
    void takesTheSchemeInAnyCase() {
        String key = tenant().key();

        given().header("Authorization", "bearer " + key).get(EVENTS).then().statusCode(200);
    }

    @Test
    void doesNotOpenTheOperatorsApi() {
        bearer(tenant().key()).get("/admin/v1/tenants").then().statusCode(401);
    }

    @Test
    void isNotTheOperatorsToken() {
        operator().get(EVENTS).then().statusCode(401);
    }

    @Test
    void answersOptionsAndHeadToWhoeverMayCall() {
        String key = tenant().key();

        bearer(key).options(EVENTS).then().statusCode(200).header("Allow", containsString("GET"));
        bearer(key).head(EVENTS).then().statusCode(200).body(equalTo(""));
        given().options(EVENTS).then().statusCode(401);
        given().head(EVENTS).then().statusCode(401);
    }

    @Test
    void isRefusedFiveSecondsAfterItsRevocation() {
        TestTenant tenant = tenant();
        String key = tenant.key();
        assertThat(status(key)).isEqualTo(200);
        String id =
                operator().get("/admin/v1/tenants/{id}/api-keys", tenant.id()).path("items[0].id");

        operator()
                .delete("/admin/v1/tenants/{id}/api-keys/{key}", tenant.id(), id)
                .then()
                .statusCode(204);

        assertRefusedFrom(Instant.now().plusSeconds(5), key);
    }

    /** Polls until it is refused; no request begun after the instant may be served. */
    private static void assertRefusedFrom(Instant instant, String key) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            Instant begun = Instant.now();
                            int status = status(key);
                            assertThat(status == 401 || begun.isBefore(instant)).isTrue();
                            return status == 401;
                        });
    }

    @Test
    void isRefusedAtTheInstantItExpires() {
        TestTenant tenant = tenant();
        Instant expiry = Instant.now().plusSeconds(4);
        String key =
                operator()
                        .body(
                                Map.of(
                                        "name", "short",
                                        "scopes", List.of("manage"),
                                        "expires_at", expiry.toString()))
                        .post("/admin/v1/tenants/{id}/api-keys", tenant.id())
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("key");
        assertThat(status(key)).isEqualTo(200);

        assertRefusedFrom(expiry, key);
        assertThat(Instant.now()).isAfterOrEqualTo(expiry);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void answersTheSameForAnotherTenantsIdAndForNone(boolean exists) {
        TestTenant mine = tenant();
        TestTenant theirs = tenant();
        theirs.key();
        String theirKey =
                operator().get("/admin/v1/tenants/{id}/api-keys", theirs.id()).path("items[0].id");

        String body =
                operator()
                        .delete(
                                "/admin/v1/tenants/{id}/api-keys/{key}",
                                mine.id(),
                                exists ? theirKey : "key_unknown")
                        .then()
                        .statusCode(404)
                        .extract()
                        .asString();

        assertThat(body).isEqualTo(operator().get("/admin/v1/tenants/ten_unknown").asString());
    }

    @Test
    void showsNoSecretAsText() {
        TenantToken token = TenantToken.issue("key", "ten_aaaaaaaa");
        TenantKey id = new TenantKey("ten_aaaaaaaa", "key_x");
        ApiKey key = new ApiKey(id, "n", List.of(), token.hash(), null);

        assertThat(new ApiKeys.IssuedKey(key, token.text()).toString())
                .doesNotContain(token.text());
        assertThat(
                        new ApiKeysResource.IssuedView(
                                        "key_x", "n", List.of(), token.text(), BEGINNING, null)
                                .toString())
                .doesNotContain(token.text());
    }
}
