package dev.lanyard.tenant;

import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TenantsResourceTest {
    private static final String TENANTS = "/admin/v1/tenants";

    @Test
    void createsShowsRenamesAndDeletes() {
        String id =
                operator()
                        .body(Map.of("name", "Acme"))
                        .post(TENANTS)
                        .then()
                        .statusCode(201)
                        .body("name", equalTo("Acme"))
                        .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"))
                        .extract()
                        .path("id");

        operator()
                .body(Map.of("name", "Acme 2"))
                .patch(TENANTS + "/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Acme 2"));
        operator().get(TENANTS + "/" + id).then().statusCode(200).body("name", equalTo("Acme 2"));
        operator().delete(TENANTS + "/" + id).then().statusCode(204);
        operator().get(TENANTS + "/" + id).then().statusCode(404);
        operator().patch(TENANTS + "/" + id).then().statusCode(400);
        operator().body("{\"name\":\"x\"}").patch(TENANTS + "/" + id).then().statusCode(404);
        operator().delete(TENANTS + "/" + id).then().statusCode(404);
    }

    @Test
    void leavesWhatAPatchDoesNotName() {
        operator()
                .body("{}")
                .patch(TENANTS + "/" + tenant().id())
                .then()
                .statusCode(200)
                .body("name", equalTo("Test tenant"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"name\":null}", "{\"name\":\"\"}", "{\"name\":\" \\t\"}", "{\"name\":1}"})
    void refusesANameThatIsNone(String body) {
        operator()
                .body(body)
                .post(TENANTS)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
        operator()
                .body(body)
                .patch(TENANTS + "/" + tenant().id())
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u202E", "\\n", "\\u0007", "\\u0000", "\\u2028"})
    void refusesANameThatIsNotWhatItLooksLike(String character) {
        operator()
                .body("{\"name\":\"Acme" + character + "Corp\"}")
                .post(TENANTS)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
    }

    @ParameterizedTest
    @CsvSource({"200, 201", "201, 400"})
    void takesNamesOfTwoHundredCharacters(int length, int status) {
        operator().body(Map.of("name", "n".repeat(length))).post(TENANTS).then().statusCode(status);
    }

    @Test
    void listsEveryTenantOnceNewestFirst() {
        List<String> created = List.of(tenant().id(), tenant().id(), tenant().id());

        List<String> listed = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page =
                    (cursor == null ? operator() : operator().queryParam("cursor", cursor))
                            .queryParam("limit", 2)
                            .get(TENANTS)
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath();
            listed.addAll(page.getList("items.id"));
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        assertThat(listed)
                .doesNotHaveDuplicates()
                .containsSubsequence(created.get(2), created.get(1), created.get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 201",
        "limit, x",
        "cursor, x",
        "cursor, bm90LmEuY3Vyc29y",
        "cursor, OTk5OTk5OTk5OTk5OTk5OTk5LjAueA"
    })
    void refusesOddPages(String parameter, String value) {
        operator()
                .queryParam(parameter, value)
                .get(TENANTS)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(parameter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Basic dGVzdA==", "Bearer test-only-admin-token"})
    void isTheOperatorsOnly(String authorization) {
        given().header("Authorization", authorization)
                .get(TENANTS)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"));
    }
}
