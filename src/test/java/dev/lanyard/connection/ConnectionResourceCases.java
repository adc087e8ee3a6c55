package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.support.Fixtures;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ConnectionResourceCases {

    @Test
    void showsWhoConnectedAndWhatWasGranted() {
        Connected connection = Connected.at(GRACE);

        connection
                .journey()
                .api()
                .get("/v1/connections/" + connection.id())
                .then()
                .statusCode(200)
                .body("provider", equalTo(GRACE))
                .body("end_user.id", equalTo("u1"))
                .body("account.id", notNullValue())
                .body("account.email", notNullValue())
                .body("permissions.missing", empty())
                .body("status", equalTo("active"))
                .body("status_reason", nullValue())
                .body("last_used_at", nullValue())
                .body("access_token_expires_at", notNullValue());
    }

    @Test
    void listsNewestFirstPageByPageAndFiltered() {
        Connected first = Connected.at(GRACE);
        Connected second = Connected.on(first.journey(), "u2");

        String cursor =
                list(first)
                        .queryParam("limit", 1)
                        .get("/v1/connections")
                        .then()
                        .statusCode(200)
                        .body("items.id", contains(second.id()))
                        .extract()
                        .path("next_cursor");

        list(first)
                .queryParam("cursor", cursor)
                .get("/v1/connections")
                .then()
                .body("items.id", contains(first.id()))
                .body("next_cursor", nullValue());
        list(first)
                .queryParam("end_user_id", "u2")
                .get("/v1/connections")
                .then()
                .body("items.id", contains(second.id()));
        list(first)
                .queryParam("status", "reconnect_required")
                .get("/v1/connections")
                .then()
                .body("items", empty());
        list(first).queryParam("status", "broken").get("/v1/connections").then().statusCode(400);
        list(first).queryParam("limit", "0").get("/v1/connections").then().statusCode(400);
        list(first).queryParam("cursor", "no").get("/v1/connections").then().statusCode(400);
    }

    private static RequestSpecification list(Connected connection) {
        return connection.journey().api();
    }

    @Test
    void changesMetadataAndTheSwitchAndNothingElse() {
        Connected connection = Connected.at(GRACE);

        patch(connection, Map.of("metadata", Map.of("team", "blue")))
                .then()
                .statusCode(200)
                .body("metadata.team", equalTo("blue"))
                .body("status", equalTo("active"));
        patch(connection, Map.of("status", "disabled"))
                .then()
                .body("status", equalTo("disabled"))
                .body("metadata.team", equalTo("blue"));
        patch(connection, Map.of("status", "active")).then().body("status", equalTo("active"));
        patch(connection, Map.of("status", "degraded")).then().statusCode(400);
        patch(connection, Map.of("account", "x")).then().statusCode(400);
        patch(connection, Map.of("metadata", Map.of("big", "x".repeat(17_000))))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("metadata"));
    }

    private static Response patch(Connected connection, Map<String, ?> body) {
        return connection.journey().api().body(body).patch("/v1/connections/" + connection.id());
    }

    @Test
    void anotherTenantsConnectionIsAnUnknownOneOnEveryVerb() {
        Connected connection = Connected.at(GRACE);
        RequestSpecification other = Fixtures.tenant().with();
        String own = "/v1/connections/" + connection.id();
        String unknown = "/v1/connections/conn_aaaaaaaaaaaaaaaaaaaaaaaaaa";
        List<Supplier<List<Response>>> verbs =
                List.of(
                        () -> List.of(as(other).get(own), as(other).get(unknown)),
                        () -> List.of(as(other).delete(own), as(other).delete(unknown)),
                        () ->
                                List.of(
                                        as(other).body("{}").patch(own),
                                        as(other).body("{}").patch(unknown)),
                        () ->
                                List.of(
                                        as(other).get(own + "/token"),
                                        as(other).get(unknown + "/token")),
                        () ->
                                List.of(
                                        as(other).post(own + "/refresh"),
                                        as(other).post(unknown + "/refresh")));

        for (Supplier<List<Response>> verb : verbs) {
            List<Response> answers = verb.get();
            assertThat(answers.get(0).statusCode()).isEqualTo(404);
            assertThat(answers.get(0).asString()).isEqualTo(answers.get(1).asString());
        }
        as(other).get("/v1/connections").then().body("items", empty());
        connection.token().then().statusCode(200);
    }

    private static RequestSpecification as(RequestSpecification caller) {
        return io.restassured.RestAssured.given().spec(caller);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "3601", "x", "1.5", "99999999999"})
    void minTtlIsANumberOfSecondsUpToAnHour(String minTtl) {
        Connected connection = Connected.at(GRACE);

        connection
                .journey()
                .api()
                .queryParam("min_ttl", minTtl)
                .get("/v1/connections/" + connection.id() + "/token")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("min_ttl"));
    }

    @Test
    void tokensAreForKeysWithThatScopeAlsoOnTheShortWay() {
        Connected connection = Connected.at(GRACE);
        RequestSpecification connects = connection.journey().tenant().with("connect");
        RequestSpecification tokens = connection.journey().tenant().with("tokens");
        String path = "/v1/connections/" + connection.id() + "/token";

        for (int twice = 0; twice < 2; twice++) {
            as(connects).get(path).then().statusCode(403).body("code", equalTo("forbidden"));
            as(tokens)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store")
                    .body("token_type", notNullValue())
                    .body("expires_at", notNullValue())
                    .body("scopes", notNullValue());
            as(tokens).patch(path).then().statusCode(405);
        }
    }
}
