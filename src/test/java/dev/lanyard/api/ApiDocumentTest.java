package dev.lanyard.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDocumentTest {

    @Test
    void isServedWithAPageToReadIt() {
        given().redirects()
                .follow(true)
                .get("/docs")
                .then()
                .statusCode(200)
                .body(containsString("/docs/openapi"));
    }

    @Test
    void showsTheApiAndNothingElse() {
        Map<String, Object> paths = document().getMap("paths");

        assertThat(paths.keySet())
                .contains("/v1/connections/{id}/token", "/admin/v1/tenants")
                .allMatch(path -> path.startsWith("/v1/") || path.startsWith("/admin/v1/"));
    }

    @Test
    void namesFieldsAndTypesAsTheyAreSent() {
        String json = json();

        assertThat(names(json)).doesNotContainPattern("[a-z][A-Z]");
        JsonPath schemas = JsonPath.from(json).setRootPath("components.schemas");
        assertThat(schemas.getString("ConnectionView.properties.access_token_expires_at"))
                .isNotNull();
        assertThat(schemas.<String>getList("Scope.enum"))
                .containsExactly("connect", "manage", "tokens");
        assertThat(schemas.getMap("").keySet()).doesNotContain("JsonNode", "RoutingContext");
    }

    @Test
    void tellsWhoMayCall() {
        JsonPath document = document();

        assertThat(scheme(document, "/v1/connections", "get")).containsExactly("api_key");
        assertThat(scheme(document, "/admin/v1/tenants", "post")).containsExactly("operator_token");
        assertThat(document.getString("components.securitySchemes.api_key.scheme"))
                .isEqualTo("bearer");
    }

    @Test
    void tellsThatACollectionAnswers201AndEveryCallProblems() {
        JsonPath document = document();

        assertThat(responses(document, "/v1/connect-sessions", "post"))
                .containsOnlyKeys("201", "default");
        assertThat(responses(document, "/v1/connections/{id}/refresh", "post"))
                .containsOnlyKeys("200", "default");
    }

    private static String json() {
        return given().accept("application/json")
                .get("/docs/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static JsonPath document() {
        return JsonPath.from(json());
    }

    /** The names of all properties of all schemas, a line each. */
    private static String names(String json) {
        Map<String, Map<String, Object>> schemas = JsonPath.from(json).getMap("components.schemas");
        StringBuilder names = new StringBuilder();
        for (Map<String, Object> schema : schemas.values()) {
            if (schema.get("properties") instanceof Map<?, ?> properties) {
                properties.keySet().forEach(name -> names.append(name).append('\n'));
            }
        }
        return names.toString();
    }

    private static Iterable<String> scheme(JsonPath document, String path, String method) {
        List<Map<String, Object>> security =
                document.getList("paths.'" + path + "'." + method + ".security");
        return security.get(0).keySet();
    }

    private static Map<String, Object> responses(JsonPath document, String path, String method) {
        return document.getMap("paths.'" + path + "'." + method + ".responses");
    }
}
