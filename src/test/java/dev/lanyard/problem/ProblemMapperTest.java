package dev.lanyard.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemMapperTest extends ProblemMapperCases {

    private static ValidatableResponse fault(String kind) {
        return given().accept(ContentType.JSON).get("/connect/faults/" + kind).then();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug", "assertion", "unique"})
    void tellsOfAnUnforeseenFailureNothingButAnIncident(String kind) {
        Map<String, Object> body = isProblem(fault(kind), 500, "internal").extract().as(Map.class);

        assertThat(body).containsOnlyKeys("type", "title", "status", "detail", "code");
        assertThat(body.get("detail").toString()).matches("Incident [a-z2-7]{26}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "closed", "pool", "shutdown", "wrapped"})
    void saysUnavailableWhenTheDatabaseIs(String kind) {
        isProblem(fault(kind), 503, "unavailable").header("Retry-After", equalTo("2"));
    }

    @Test
    void saysUnavailableWithAnIncidentForFaultsOfOurOwnThatMayPass() {
        isProblem(fault("sealed"), 503, "unavailable")
                .header("Retry-After", equalTo("10"))
                .body("detail", containsString("Incident"))
                .body("detail", not(containsString(FaultsResource.SECRET)));
    }

    @Test
    void roundsRetryAfterUp() {
        isProblem(fault("limited"), 429, "rate_limited").header("Retry-After", equalTo("2"));
    }

    @ParameterizedTest
    @CsvSource({"colour=BLUE, colour", "count=1.5, count", "flag=yes, flag"})
    void namesTheParameterThatIsNotValid(String query, String field) {
        isProblem(
                        given().accept(ContentType.JSON)
                                .get("/connect/faults/parameters/all?" + query)
                                .then(),
                        400,
                        "validation_failed")
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void findsNothingWhereThePathHoldsNoNumber() {
        isProblem(
                given().accept(ContentType.JSON).get("/connect/faults/numbered/x/of").then(),
                404,
                "not_found");
    }

    @Test
    void readsParametersAsTheyAreWrittenInJson() {
        given().accept(ContentType.JSON)
                .get("/connect/faults/parameters/all?colour=dark_blue&count=3&flag=true")
                .then()
                .statusCode(200)
                .body("colour", equalTo("DARK_BLUE 3 true"));
    }

    @Test
    void answersHeadWithoutABody() {
        given().accept(ContentType.JSON)
                .head("/connect/faults/bug")
                .then()
                .statusCode(500)
                .body(equalTo(""));
    }

    @Test
    void documentsHaveNoErrorsWithoutAField() {
        fault("none").body("errors", nullValue());
    }

    @Test
    void refusesTheCharacterWhateverFoundIt() {
        isProblem(fault("nul"), 400, "validation_failed");
    }
}
