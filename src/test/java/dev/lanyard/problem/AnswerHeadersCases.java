package dev.lanyard.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.http.ResponseHeaders;
import dev.lanyard.support.Fixtures;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protective header fields of every kind of answer. */
abstract class AnswerHeadersCases {
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

    private static Response get(String path) {
        return given().redirects().follow(false).urlEncodingEnabled(false).get(path);
    }

    private static String policy(Response answer) {
        return String.valueOf(answer.header("Content-Security-Policy"));
    }

    /** Pages, failures as pages and as documents, unknown addresses, files: all of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connect/ct_unknown",
                "/connect/ct_unknown/status",
                "/connect/no/such/page",
                "/connect/oauth2/bitbucket/callback?code=c&state=s",
                "/connect/oauth2/bitbucket/authorize?session=s",
                "/connect/oauth2/nobody/callback",
                "/connect/lanyard.js",
                "/connect/assets/lanyard.css",
                "/connect/assets/problem.css",
                "/docs",
                "/docs/",
                "/docs/problems",
                "/docs/openapi",
                "/v1/connections",
                "/admin/v1/tenants",
                "/nowhere",
                "/"
            })
    void everyAnswerForbidsSniffingReferrersInlineCodeAndFrames(String path) {
        Response answer = get(path);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(policy(answer))
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "http:", "https:");
    }

    @ParameterizedTest
    @CsvSource({"GET, /connect/x", "POST, /connect/x", "PUT, /v1/events", "DELETE, /nowhere"})
    void aMethodThatIsNotKnownIsAnsweredWithThemToo(String method, String path) {
        Response answer = given().request(method, path);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(policy(answer)).contains("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connect/ct_unknown",
                "/connect/oauth2/bitbucket/callback?code=c&state=s",
                "/v1/connections",
                "/admin/v1/tenants",
                "/nowhere"
            })
    void whatMayHoldASecretIsNotStored(String path) {
        assertThat(get(path).header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void anAnswerThatShowsAKeyIsNotStored() {
        Response issued =
                Fixtures.operator()
                        .body("{\"name\": \"k\", \"scopes\": [\"tokens\"]}")
                        .post("/admin/v1/tenants/{id}/api-keys", Fixtures.tenant().id());

        assertThat(issued.statusCode()).isEqualTo(201);
        assertThat(issued.header("Cache-Control")).isEqualTo("no-store");
    }

    /** Two policies would be both in force, two of the others make a list of one's own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/connect/ct_unknown",
                "/connect/lanyard.js",
                "/connect/assets/none",
                "/v1/connections",
                "/sandbox/bitbucket/consumers",
                "/nowhere"
            })
    void eachFieldStandsOnce(String path) {
        Response answer = get(path);

        for (String field :
                List.of("Cache-Control", "Content-Security-Policy", "X-Content-Type-Options")) {
            assertThat(answer.headers().getValues(field)).as(field).hasSize(1);
        }
    }

    /** Read by programs, a hundred thousand times: just what matters to them. */
    @Test
    void aTokenReadIsNeitherStoredNorSniffed() {
        Response answer = get("/v1/connections/conn_x/token");

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void pagesTakeCodeAndStyleOfThisOriginOnly() {
        assertThat(policy(get("/connect/ct_unknown")))
                .isEqualTo(
                        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                                + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }

    @Test
    void failuresOutsideTheJourneyRunNoScriptAtAll() {
        assertThat(policy(given().accept("text/html").get("/nowhere")))
                .isEqualTo(
                        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                                + " form-action 'none'; frame-ancestors 'none'");
    }

    @Test
    void theReferenceHasNoInlineScriptAndAllowsNone() {
        Response page = given().get("/docs/");

        assertThat(page.asString()).contains("swagger-ui");
        assertThat(policy(page)).contains("script-src 'self';").doesNotContain("sha256");
        assertThat(INLINE_SCRIPT.matcher(page.asString()).find()).isFalse();
        assertThat(page.asString().toLowerCase(Locale.ROOT)).doesNotContain("<style", "onload=\"");
        for (String file :
                List.of(
                        "/docs/swagger-ui.css",
                        "/docs/swagger-ui-bundle.js",
                        "/connect/assets/reference.css",
                        "/connect/assets/reference.js")) {
            assertThat(given().get(file).statusCode()).as(file).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connect/x", "/v1/events", "/v1/connections/c/token", "/docs", "/x"})
    void browsersStayWithHttpsWhereThePublicUrlIsHttps(String path) {
        assertThat(text(new ResponseHeaders(true), path))
                .contains("strict-transport-security: max-age=31536000");
        assertThat(text(new ResponseHeaders(false), path)).doesNotContain("strict-transport");
        assertThat(get(path).header("Strict-Transport-Security")).isNull();
    }

    private static String text(ResponseHeaders headers, String path) {
        List<String> lines =
                headers.fieldsAt(path).entrySet().stream()
                        .map(field -> field.getKey() + ": " + field.getValue())
                        .toList();
        return String.join("\n", lines);
    }
}
