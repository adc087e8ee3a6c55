package dev.lanyard.problem;

import static dev.lanyard.support.Fixtures.bearer;
import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ProblemMapperCases {

    static ValidatableResponse isProblem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .header("Content-Type", equalTo("application/problem+json"))
                .header("Cache-Control", equalTo("no-store"))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("/docs/problems#" + code));
    }

    @Test
    void refusesTheCharacterThatPostgresqlCannotHold() {
        operator()
                .body("{\"name\":\"a\\u0000b\"}")
                .post("/admin/v1/tenants")
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"));
        operator()
                .urlEncodingEnabled(false)
                .get("/admin/v1/tenants/ten_%00")
                .then()
                .statusCode(404); // an id of no form is an unknown one
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/v1/nowhere", "/v1", "/admin/v1/nowhere", "/v1/events/x"})
    void answersUnknownAddresses(String path) {
        String key = tenant().key();
        var request =
                path.startsWith("/admin") ? operator() : given().auth().preemptive().oauth2(key);

        isProblem(request.get(path).then(), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nowhere",
                "/v1",
                "/v1/",
                "/v1/events",
                "//v1/events",
                "/v1;a=b/events",
                "/x/../v1/events",
                "/%761/events",
                "/admin/v1/nowhere",
                "/admin;a=b/v1/tenants",
                "/admin/v1;a=b/tenants"
            })
    void asksWhoCallsBeforeItLooksAtTheAddress(String path) {
        isProblem(given().urlEncodingEnabled(false).get(path).then(), 401, "unauthorized")
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/events, 'GET, HEAD'",
        "PUT, /v1/events, 'GET, HEAD'",
    })
    void namesTheMethodsThatAnAddressKnows(String method, String path, String allowed) {
        isProblem(tenant().with().request(method, path).then(), 405, "method_not_allowed")
                .header("Allow", equalTo(allowed));
    }

    @Test
    void namesTheMethodsOfAnAddressThatClassesShare() {
        isProblem(
                        operator().put("/admin/v1/tenants/ten_x/api-keys/key_x").then(),
                        405,
                        "method_not_allowed")
                .header("Allow", equalTo("DELETE"));
        isProblem(operator().put("/admin/v1/tenants/ten_x").then(), 405, "method_not_allowed")
                .header("Allow", equalTo("DELETE, GET, HEAD, PATCH"));
    }

    @Test
    void refusesToSendWhatNobodyAccepts() {
        isProblem(
                tenant().with().accept("image/png").get("/v1/events").then(),
                406,
                "not_acceptable");
    }

    @Test
    void refusesToReadOtherMediaTypes() {
        isProblem(
                operator().contentType("text/plain").body("x").post("/admin/v1/tenants").then(),
                415,
                "unsupported_media_type");
    }

    @Test
    void leadsFromTheTypeToItsExplanation() {
        given().get("/docs/problems")
                .then()
                .statusCode(200)
                .contentType(ContentType.HTML)
                .body(containsString("id=\"not_found\""))
                .body(containsString("Store a secret that the provider accepts"));
    }

    @Test
    void leavesThePagesOfTheApiReferenceAlone() {
        given().get("/docs/").then().statusCode(200).contentType(ContentType.HTML);
        given().get("/docs/openapi").then().statusCode(200);
    }

    /** No release writes such a row. */
    @Test
    void tellsOfWhatNobodyForesawNothingButAnIncident() {
        TestTenant tenant = tenant();
        String key = tenant.key();
        Owner.execute("UPDATE api_key SET scopes = '{sudo}' WHERE tenant_id = ?", tenant.id());

        ValidatableResponse response = bearer(key).get("/v1/events").then();

        Map<String, Object> body = isProblem(response, 500, "internal").extract().as(Map.class);
        assertThat(body).containsOnlyKeys("type", "title", "status", "detail", "code");
        assertThat(body.get("detail").toString()).matches("Incident [a-z2-7]{26}");
    }
}
