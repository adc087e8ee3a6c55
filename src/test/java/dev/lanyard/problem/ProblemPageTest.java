package dev.lanyard.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ProblemPageTest {

    @Test
    void showsTextEscapedAndNothingFromElsewhere() {
        given().get("/connect/faults/markup")
                .then()
                .statusCode(409)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("&lt;script&gt;alert("))
                .body(not(containsString("<script")))
                .header("Cache-Control", equalTo("no-store"));
    }

    @ParameterizedTest
    @CsvSource({
        "/connect/nowhere/at/all, */*, 404",
        "/connect/faults/bug, */*, 500",
        "/connect/faults/refused, 'text/html,*/*;q=0.8', 503",
        "/nowhere, 'text/html,application/xhtml+xml', 404",
    })
    void answersPeopleWithAPage(String path, String accept, int status) {
        given().accept(accept)
                .get(path)
                .then()
                .statusCode(status)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("<h1>"));
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere, */*",
        "/connect/nowhere/at/all, application/json",
        "/connect/faults/x/status, */*",
    })
    void answersProgramsWithADocument(String path, String accept) {
        given().accept(accept)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void neverAnswersTheApiWithAPage() {
        given().accept("text/html")
                .get("/v1/events")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void hasItsStyle() {
        given().get("/connect/assets/problem.css").then().statusCode(200).contentType("text/css");
    }
}
