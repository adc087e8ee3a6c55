package dev.lanyard.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.lanyard.support.Fixtures;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ApiDocumentTest {
    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

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
    void showsTheTenantsCallsAndNothingElse() {
        Map<String, Object> paths = document().getMap("paths");

        assertThat(paths.keySet())
                .contains("/v1/connections/{id}/token", "/connect/{token}/status")
                .allMatch(path -> path.startsWith("/v1/") || path.startsWith("/connect/{token}/"));
    }

    @Test
    void showsTheOperatorsCallsAtTheManagementPortOnly() {
        JsonPath document = JsonPath.from(json(managementPort));

        assertThat(document.<String, Object>getMap("paths").keySet())
                .contains("/admin/v1/tenants")
                .allMatch(path -> path.startsWith("/admin/v1/"));
        assertThat(scheme(document, "/admin/v1/tenants", "post")).containsExactly("operator_token");
        given().get("/docs/operator-openapi").then().statusCode(404);
        given().get("/docs/operator-openapi.json").then().statusCode(404);
    }

    @Test
    void namesFieldsAndTypesAsTheyAreSent() {
        String json = json();

        assertThat(names(json)).doesNotContainPattern("[a-z][A-Z]");
        JsonPath schemas = JsonPath.from(json).setRootPath("components.schemas");
        assertThat(schemas.getString("Connection.properties.access_token_expires_at.format"))
                .isEqualTo("date-time");
        assertThat(
                        JsonPath.from(json(managementPort))
                                .<String>getList("components.schemas.ApiKeyScope.enum"))
                .containsExactly("connect", "manage", "tokens");
        assertThat(schemas.getMap("").keySet())
                .allSatisfy(name -> assertThat(name.toString()).doesNotEndWith("View"))
                .doesNotContain("JsonNode", "RoutingContext", "What", "Who", "Break");
    }

    @Test
    void tellsWhatMustBeThereAndWhatMayBeNull() {
        JsonPath schemas = document().setRootPath("components.schemas");

        assertThat(schemas.<String>getList("AccessToken.required"))
                .containsExactlyInAnyOrder("access_token", "token_type", "expires_at", "scopes");
        assertThat(schemas.<String>getList("AccessToken.properties.expires_at.type"))
                .containsExactly("string", "null");
        assertThat(schemas.<String>getList("NewConnectSession.required"))
                .containsExactly("connector_profile_id", "end_user");
        assertThat(schemas.<String>getList("ConnectSession.required"))
                .contains("status")
                .doesNotContain("connect_url");
        assertThat(schemas.<String>getList("Connection.properties.status.enum"))
                .contains("degraded", "awaiting_confirmation");
    }

    /** It is sent in other words than it is shown. */
    @Test
    void tellsThatAnEndUsersNameMayBeNullWhereItIsShown() {
        JsonPath schemas = document().setRootPath("components.schemas");

        assertThat(schemas.<String>getList("EndUser.required"))
                .containsExactlyInAnyOrder("id", "name", "email");
        assertThat(schemas.<String>getList("EndUser.properties.email.type"))
                .containsExactly("string", "null");
        assertThat(schemas.<String>getList("NewEndUser.required")).containsExactly("id");
        assertThat(schemas.getString("NewEndUser.properties.name.type")).isEqualTo("string");
    }

    @Test
    void tellsWhoMayCall() {
        JsonPath document = document();

        assertThat(scheme(document, "/v1/connections", "get")).containsExactly("api_key");
        assertThat(document.getString("components.securitySchemes.api_key.scheme"))
                .isEqualTo("bearer");
        assertThat(document.getString("paths.'/v1/webhooks'.post.description"))
                .contains("`manage`");
        assertThat(document.<Object>getList("paths.'/connect/{token}/status'.get.security"))
                .isEmpty();
    }

    @Test
    void namesThisLanyardAsItsServer() {
        assertThat(document().getString("servers[0].url")).startsWith("http://localhost");
    }

    @Test
    void putsSuccessBeforeEveryProblemOfACall() {
        JsonPath document = document();

        assertThat(responses(document, "/v1/connect-sessions", "post").keySet())
                .startsWith("201")
                .contains("400", "401", "403", "409", "413", "415")
                .endsWith("default");
        assertThat(responses(document, "/v1/connections/{id}/refresh", "post").keySet())
                .startsWith("200")
                .endsWith("default");
        assertThat(
                        document.getString(
                                "paths.'/connect/{token}/status'.get.responses.'200'.content.'application/json'.schema.'$ref'"))
                .endsWith("/ConnectStatus");
        assertThat(responses(document, "/v1/events/{id}/redeliver", "post").keySet())
                .startsWith("202")
                .doesNotContain("200");
        assertThat(
                        document.getString(
                                "paths.'/v1/connections/{id}/token'.get.responses.'409'.description"))
                .contains("`reconnect_required`", "`credentials_rejected`");
    }

    @Test
    void namesEveryCallOnceAndInWordsOfTheApi() {
        assertThat(calls(document()).map(call -> (String) call.get("operationId")))
                .doesNotHaveDuplicates()
                .contains("createConnectSession", "getConnectionToken", "listWebhookDeliveries")
                .contains("redeliverEvent", "getConnectStatus", "changeConnectorProfile")
                .allMatch(id -> id.matches("[a-z]+[A-Z][A-Za-z]+"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void describesEverything(boolean operators) {
        JsonPath document = operators ? JsonPath.from(json(managementPort)) : document();

        assertThat(calls(document))
                .allSatisfy(call -> assertThat(call.get("description")).asString().isNotBlank())
                .allSatisfy(call -> assertThat(call.get("summary")).asString().isNotBlank());
        assertThat(undescribed(document)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesExamplesThatFitTheirSchemas(boolean operators) {
        DocumentedBodies bodies = DocumentedBodies.of(operators ? json(managementPort) : json());

        assertThat(bodies.examples()).isGreaterThan(20);
        assertThat(bodies.mistakes()).isEmpty();
    }

    @Test
    void tellsWhatWebhooksGet() {
        JsonPath document = document();

        assertThat(document.getString("openapi")).startsWith("3.1");
        assertThat(document.<String, Object>getMap("webhooks").keySet())
                .contains("connection.reconnect_required", "connect_session.failed");
        assertThat(
                        document.getString(
                                "webhooks.'connection.created'.post.requestBody.content.'application/json'.example.type"))
                .isEqualTo("connection.created");
    }

    @Test
    void sendsJsonToThoseWhoAskForProblemsOnly() {
        given().accept("application/problem+json")
                .get("/v1/connections")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        Fixtures.operator()
                .accept("application/problem+json")
                .get("/admin/v1/tenants")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    private static String json() {
        return json(RestAssured.port);
    }

    private static String json(int port) {
        return given().port(port)
                .accept("application/json")
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

    private static Stream<Map<String, Object>> calls(JsonPath document) {
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        return paths.values().stream()
                .flatMap(path -> path.entrySet().stream())
                .filter(entry -> !entry.getKey().equals("parameters"))
                .map(Map.Entry::getValue);
    }

    /** Schemas and fields without a word; what refers to another has that one's. */
    private static List<String> undescribed(JsonPath document) {
        Map<String, Map<String, Object>> schemas = document.getMap("components.schemas");
        List<String> names = new ArrayList<>();
        schemas.forEach(
                (name, schema) -> {
                    if (schema.get("description") == null) {
                        names.add(name);
                    }
                    fields(schema).entrySet().stream()
                            .filter(field -> !field.getValue().containsKey("description"))
                            .filter(field -> !field.getValue().containsKey("$ref"))
                            .forEach(field -> names.add(name + "." + field.getKey()));
                });
        return names;
    }

    @SuppressWarnings("unchecked") // as JSON Schema has it
    private static Map<String, Map<String, Object>> fields(Map<String, Object> schema) {
        return (Map<String, Map<String, Object>>) schema.getOrDefault("properties", Map.of());
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
