package dev.lanyard.connection.accesstoken;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.support.Workloads.AUDIENCE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.lanyard.connection.Connected;
import dev.lanyard.id.Ids;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.IssuerStandIn;
import dev.lanyard.support.StatementCount;
import dev.lanyard.support.Workloads;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens for workloads: by the token read, both its ways, and by RFC 8693. */
@QuarkusTest
class TokenExchangeTest {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";

    private static IssuerStandIn issuer;

    @Inject TokenReadAudit reads;

    private Connected connection;
    private TestTenant tenant;
    private String subject;
    private String identity;

    @BeforeAll
    static void start() {
        issuer = IssuerStandIn.start(5);
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @BeforeEach
    void connect() {
        connection = Connected.at(GRACE);
        tenant = connection.journey().tenant();
        subject = "system:serviceaccount:acme:" + Ids.random();
        identity = Workloads.give(tenant, issuer, subject, "tokens");
    }

    private String token() {
        return issuer.token(subject, AUDIENCE);
    }

    private Map<String, String> form(String subjectToken) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", GRANT);
        form.put("subject_token", subjectToken);
        form.put("subject_token_type", TYPE + "jwt");
        form.put("resource", connection.id());
        return form;
    }

    private static ValidatableResponse exchange(Map<String, String> form) {
        return request(form).post("/v1/token").then();
    }

    private static RequestSpecification request(Map<String, String> form) {
        return given().formParams(form);
    }

    private static void refused(Map<String, String> form, String error, String description) {
        exchange(form)
                .statusCode(400)
                .contentType("application/json")
                .header("Cache-Control", equalTo("no-store"))
                .header("WWW-Authenticate", nullValue())
                .body("error", equalTo(error))
                .body("error_description", containsString(description))
                .body("size()", equalTo(2));
    }

    private String path() {
        return "/v1/connections/" + connection.id() + "/token";
    }

    @Test
    void aWorkloadTokenReadsByBothWays() {
        String token = token();
        RequestSpecification own = Fixtures.bearer(token).urlEncodingEnabled(false);
        List<String> first = StatementCount.of(own, request -> request.get(path()));
        assertThat(first).anyMatch(sql -> sql.contains("workload_identity"));

        await().until(
                        () ->
                                StatementCount.of(
                                                Fixtures.bearer(token).urlEncodingEnabled(false),
                                                request -> request.get(path()))
                                        .isEmpty());

        Fixtures.bearer(token)
                .get(path())
                .then()
                .statusCode(200)
                .body("access_token", equalTo(connection.accessToken()));
    }

    @Test
    void readsAreRecordedByIdentityAndToken() {
        String token = issuer.sign(named("build-7"));
        Fixtures.bearer(token).get(path()).then().statusCode(200);
        exchange(form(token)).statusCode(200);

        reads.write().await().indefinitely();

        List<Map<String, Object>> entries =
                connection
                        .journey()
                        .api()
                        .queryParam("action", "connection.token_read")
                        .get("/v1/audit-log")
                        .jsonPath()
                        .getList("items");
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0)).containsEntry("count", 2);
        assertThat(entries.get(0).get("actor"))
                .isEqualTo(
                        Map.of(
                                "type",
                                "workload_identity",
                                "id",
                                identity,
                                "token",
                                "jti build-7"));
    }

    private org.jose4j.jwt.JwtClaims named(String id) {
        var claims = issuer.claims(subject, AUDIENCE);
        claims.setJwtId(id);
        return claims;
    }

    @Test
    void aWorkloadTokenIsExchanged() {
        exchange(form(token()))
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", equalTo("no-store"))
                .body("access_token", equalTo(connection.accessToken()))
                .body("issued_token_type", equalTo(TYPE + "access_token"))
                .body("token_type", equalTo("Bearer"))
                .body("scope", containsString("account"))
                .body("expires_in", org.hamcrest.Matchers.greaterThan(60))
                .body("size()", equalTo(5));
    }

    @Test
    void anApiKeyIsExchangedAndNoAuthorizationIsRead() {
        Map<String, String> form = form(tenant.key("tokens"));
        form.put("subject_token_type", TYPE + "access_token");
        form.put("requested_token_type", TYPE + "access_token");
        form.put("client_id", "ignored");
        form.put("min_ttl", "30");
        form.put("actor_token", "");

        exchange(form).statusCode(200);
        request(form).auth().preemptive().basic("a", "b").post("/v1/token").then().statusCode(200);
        request(form)
                .header("Authorization", "Bearer nonsense")
                .post("/v1/token")
                .then()
                .statusCode(200);
    }

    @Test
    void theConnectionIsNamedByIdAddressOrEndUser() {
        String address =
                ConfigProvider.getConfig().getValue("lanyard.public-url", String.class)
                        + "/v1/connections/"
                        + connection.id();
        Map<String, String> form = form(token());
        form.put("resource", address);
        exchange(form).statusCode(200);
        form.put("audience", connection.id());
        exchange(form).statusCode(200);
        form.remove("resource");
        exchange(form).statusCode(200);
        form.remove("audience");
        form.put("provider", GRACE);
        form.put("end_user_id", "u1");
        exchange(form).statusCode(200);
        form.put("end_user_id", "nobody");
        refused(form, "invalid_target", "not_found: ");
        form.remove("provider");
        refused(form, "invalid_request", "validation_failed: resource");
        form.put("resource", connection.id());
        form.put("audience", "conn_other");
        refused(form, "invalid_request", "validation_failed: audience");
    }

    @Test
    void ofAnEndUsersConnectionsTheOneThatWorksIsMeant() {
        Connected second = Connected.on(connection.journey(), "u3");
        Connected third = Connected.on(connection.journey(), "u4");
        second.sql("UPDATE connection SET end_user_id = 'u1' WHERE id = $1");
        third.sql("UPDATE connection SET end_user_id = 'u1' WHERE id = $1");
        Map<String, String> form = form(token());
        form.remove("resource");
        form.put("provider", GRACE);
        form.put("end_user_id", "u1");
        refused(form, "invalid_target", "conflict: ");
        connection.patch("{\"status\":\"disabled\"}");
        second.patch("{\"status\":\"disabled\"}");

        exchange(form).statusCode(200).body("access_token", equalTo(third.accessToken()));
    }

    @Test
    void anotherTenantsConnectionIsAnUnknownOne() {
        Connected theirs = Connected.at(GRACE);
        Map<String, String> form = form(token());
        form.put("resource", theirs.id());
        String foreign = exchange(form).statusCode(400).extract().asString();
        form.put("resource", "conn_aaaaaaaaaaaaaaaaaaaaaaaaaa");
        String unknown = exchange(form).statusCode(400).extract().asString();
        form.put("resource", "../x y");
        String none = exchange(form).statusCode(400).extract().asString();

        assertThat(foreign).isEqualTo(unknown).isEqualTo(none).contains("invalid_target");
        Fixtures.bearer(token())
                .get("/v1/connections/" + theirs.id() + "/token")
                .then()
                .statusCode(404);
    }

    @Test
    void whyThereIsNoneIsToldInOAuthsForm() {
        Map<String, String> form = form(token());
        connection.patch("{\"status\":\"disabled\"}");
        refused(form, "invalid_target", "connection_disabled: The connection");
        connection.patch("{\"status\":\"active\"}");
        connection.expire();
        connection.sql(
                "UPDATE connection SET health = 'reconnect_required', reason_code ="
                        + " 'grant_revoked', reason_since = now() WHERE id = $1");
        refused(form, "invalid_target", "reconnect_required: ");
        connection.sql(
                "UPDATE connection SET health = 'degraded', reason_code = 'refresh_failing' WHERE"
                        + " id = $1");
        connection.sql(
                "UPDATE token_set SET retry_at = now() + interval '10 minutes', attempts = 3 WHERE"
                        + " connection_id = $1");
        exchange(form)
                .statusCode(503)
                .header("Retry-After", org.hamcrest.Matchers.notNullValue())
                .body("error", equalTo("temporarily_unavailable"))
                .body("error_description", startsWith("provider_unavailable: "));
    }

    @Test
    void theCallersOwnTroubleIsToldInOAuthsForm() {
        String expired = issuer.sign(ended());
        refused(form(expired), "invalid_request", "unauthorized: The workload token has expired");
        refused(form("key_x"), "invalid_request", "unauthorized: Send an API key");
        refused(
                form(tenant.key("connect")),
                "unauthorized_client",
                "forbidden: The API key lacks the scope tokens");
        assertThat(exchange(form(expired)).extract().asString())
                .doesNotContain(expired.split("\\.")[2]);
    }

    private org.jose4j.jwt.JwtClaims ended() {
        var claims = issuer.claims(subject, AUDIENCE);
        claims.setExpirationTime(IssuerStandIn.in(-600));
        return claims;
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type,, invalid_request",
        "grant_type, client_credentials, unsupported_grant_type",
        "subject_token,, invalid_request",
        "subject_token_type,, invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request",
        "actor_token, x, invalid_request",
        "min_ttl, 3601, invalid_request",
        "resource, , invalid_request"
    })
    void aWrongParameterIsNamed(String name, String value, String error) {
        Map<String, String> form = form(token());
        form.put(name, value == null ? "" : value);

        refused(form, error, "validation_failed: " + name + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant_type=a&grant_type=b",
                "%zz=1",
                "subject_token=%ff%",
                "",
                "{\"grant_type\":\"x\"}"
            })
    void aBodyThatIsNoFormIsAnInvalidRequest(String body) {
        given().contentType("application/x-www-form-urlencoded")
                .body(body)
                .post("/v1/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    @Test
    void anotherMediaTypeOrMethodIsRefused() {
        given().contentType("application/json")
                .body("{}")
                .post("/v1/token")
                .then()
                .statusCode(415)
                .body("error", equalTo("invalid_request"))
                .body("error_description", startsWith("unsupported_media_type: "));
        given().get("/v1/token").then().statusCode(401).body("code", equalTo("unauthorized"));
        Fixtures.bearer(tenant.key()).get("/v1/token").then().statusCode(405);
        given().post("/v1/token/").then().statusCode(401);
        given().post("/v1/token/x").then().statusCode(401);
    }

    @Test
    void isOneStatementWhenTheCallerIsRemembered() {
        String token = token();
        exchange(form(token)).statusCode(200);

        await().atMost(Duration.ofSeconds(5))
                .until(
                        () ->
                                StatementCount.of(
                                                        request(form(token)),
                                                        request -> request.post("/v1/token"))
                                                .size()
                                        == 1);
    }
}
