package dev.lanyard.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemPageTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, /",
        "GET, /console/nothing, /console",
        "GET, /console/connections/conn_x, /console/connections",
        "POST, /console/connections/conn_x/refresh, /console/connections/conn_x",
        "POST, /console/webhooks, /console/webhooks"
    })
    void hasAWayBack(String method, String path, String back) {
        assertThat(ProblemPage.back(path, HttpMethod.valueOf(method))).isEqualTo(back);
    }

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
        "/connect, Dieser Link funktioniert nicht",
        "/connect/, Dieser Link funktioniert nicht",
        "/connect/nowhere/at/all, Dieser Link funktioniert nicht",
        "/connect/oauth2/bitbucket, Dieser Link funktioniert nicht",
        "/connect/faults/limited, Zu viele Versuche",
        "/connect/faults/refused, Das geht gerade nicht",
        "/connect/faults/bug, Hier ist etwas schiefgegangen",
    })
    void tellsEndUsersInTheirLanguageAndInPlainWords(String path, String words) {
        given().accept("text/html,*/*;q=0.8")
                .header("Accept-Language", "de-DE,de;q=0.9")
                .get(path)
                .then()
                .body(containsString("<html lang=\"de\">"))
                .body(containsString("<h1>" + words))
                .body(not(containsString("not_found")))
                .body(not(containsString("NOT_FOUND")));
    }

    @Test
    void givesEndUsersWhatSupportFindsTheProblemBy() {
        given().header("X-Request-Id", "seen-by-support")
                .get("/connect/faults/bug")
                .then()
                .statusCode(500)
                .body(containsString("<code>seen-by-support</code>"))
                .body(containsString("Incident "))
                .body(containsString("href=\"\">Try again"));
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

    /** Without one a browser asks for /favicon.ico, and complains that there is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/connect/nowhere/at/all",
                "/docs/problems",
                "/guide",
                "/sandbox/bitbucket/consumers"
            })
    void everyPageHasAnIcon(String path) {
        given().accept("text/html")
                .get(path)
                .then()
                .body(containsString("<link rel=\"icon\" href=\"/connect/assets/lanyard.svg\""));
    }

    @Test
    void hasItsStyle() {
        given().get("/connect/assets/problem.css").then().statusCode(200).contentType("text/css");
    }
}
