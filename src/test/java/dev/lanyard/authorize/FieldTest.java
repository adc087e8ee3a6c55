package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.authorize.WildProvider.answer;
import static dev.lanyard.authorize.WildProvider.gzipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey.Session;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 12, A: providers of the field, from the consent to the token that is handed out. */
@QuarkusTest
class FieldTest {
    private static final String CODE = "a-code-of-many-characters";
    private static final String USER = "{\"uuid\":\"{1}\"}";

    private WildProvider wild;
    private Journey journey;
    private Session session;

    @BeforeEach
    void begin() {
        wild = new WildProvider();
        wild.user(answer(200, USER));
        journey = Journey.begin(WildProvider.NAME, new JsonObject());
    }

    @AfterEach
    void end() {
        journey.eraseTenant(); // nothing of it is to ask the next test's provider
        wild.close();
    }

    @Test
    void a01_aGzippedRotationLosesNothing() {
        wild.tokens(gzipped(200, issued("at1", "rt1", "7200")));
        String id = connected();
        wild.tokens(gzipped(200, issued("at2", "rt2", "7200")));

        journey.api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);

        assertThat(token(id).getString("access_token")).isEqualTo("at2");
        assertThat(token(id).getString("token_type")).isEqualTo("Bearer");
    }

    @Test
    void a01_everyCallSaysWhoCallsAndTakesPlainJson() {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        String id = connected();
        journey.api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);

        assertThat(wild.headers()).hasSizeGreaterThan(3);
        assertThat(wild.headers())
                .allSatisfy(
                        headers -> {
                            assertThat(headers.get("User-Agent")).matches("Lanyard/\\S+");
                            assertThat(headers.get("Accept")).isEqualTo("application/json");
                            assertThat(headers.get("Accept-Encoding")).isEqualTo("identity");
                        });
    }

    @Test
    void a01_whatIsNoTokenAnswerSaysWhichFieldItLacks() {
        wild.tokens(answer(200, "{\"token\":\"x\"}"));

        assertThat(connect()).containsEntry("error", "malformed_response");
        assertThat(description()).contains("it holds no access_token", "200");
    }

    @Test
    void a02_anEndThatNobodyPromisedIsNotInvented() {
        wild.tokens(answer(200, "{\"access_token\":\"at\"}"));

        String id = connected();

        assertThat(connection(id).getString("status")).isEqualTo("active");
        assertThat(connection(id).getString("access_token_expires_at")).isNull();
        assertThat(token(id).getString("expires_at")).isNull();
        assertThat(token(id).getString("access_token")).isEqualTo("at");
    }

    @Test
    void a02_anAnnouncedEndOfTheGrantIsShownAndToldAhead() {
        wild.tokens(
                answer(
                        200,
                        issued("at", "rt", "7200")
                                .replace("}", ",\"refresh_token_expires_in\":\"172800\"}")));

        String id = connected();

        assertThat(connection(id).getString("grant_expires_at")).isNotNull();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> journey.events("connection.expiring").size() == 1);
    }

    @Test
    void a03_aSecondConsentWithoutRefreshTokenKeepsTheStoredOne() {
        wild.tokens(answer(200, issued("at1", "rt1", "7200")));
        String id = connected();
        wild.tokens(answer(200, "{\"access_token\":\"at2\",\"expires_in\":7200}"));
        assertThat(connected()).isEqualTo(id);
        assertThat(connection(id).getString("status")).isEqualTo("active");
        wild.tokens(answer(200, issued("at3", "rt3", "7200")));

        journey.api().post("/v1/connections/" + id + "/refresh").then().statusCode(200);

        assertThat(token(id).getString("access_token")).isEqualTo("at3");
    }

    @Test
    void a03_aConnectionThatCannotGoOnSaysSoWithoutBeingRead() {
        wild.tokens(answer(200, "{\"access_token\":\"at\",\"expires_in\":4}"));

        String id = connected();

        assertThat(connection(id).getString("status")).isEqualTo("degraded");
        assertThat(connection(id).getString("status_reason.detail")).contains("no refresh token");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> journey.events("connection.reconnect_required").size() == 1);
        assertThat(
                        journey.api()
                                .get("/v1/connections?status=reconnect_required")
                                .jsonPath()
                                .getList("items.id"))
                .contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "user_cancelled_login, access_denied",
        "user_cancelled_authorize, access_denied",
        "user_denied, access_denied",
        "consent_denied, access_denied",
        "Access-Denied, access_denied",
        "authorization_declined, access_denied",
        "cancelled, access_denied",
        "invalid_scope, scope_refused",
        "invalid_request, malformed_response",
        "unauthorized_client, credentials_rejected",
        "login_required, access_denied",
        "deny, access_denied",
        "unauthorized_scope_error, scope_refused",
        "deleted_client, credentials_rejected",
        "service_unavailable, provider_unavailable",
        "temporarily_unavailable, provider_unavailable",
        "server_error, provider_unavailable",
        "unsupported_response_type, malformed_response"
    })
    void a04_aRefusedConsentIsToldByWhatItIs(String error, String code) {
        Browser browser = new Browser();
        String callback =
                callback(browser)
                        .replace("code=" + CODE, "error=" + error + "&error_description=words");

        assertThat(outcome(browser.open(callback))).containsEntry("error", code);
        assertThat(description()).contains(error, "words");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "200 | {\"error\":\"incorrect_client_credentials\"} | rejected",
                "401 | {\"error\":\"deleted_client\"} | rejected",
                "400 | {\"error\":\"invalid_grant\"} | accepted",
                "200 | {\"error\":\"bad_verification_code\"} | accepted",
                "400 | {\"error\":\"invalid_request\",\"error_description\":\"redirect_uri is required\"} | unverified",
                "400 | {\"error\":\"unsupported_grant_type\"} | unverified",
                "403 | {\"error\":\"access_denied\"} | unverified",
                "404 | <html> | unverified"
            })
    void a04_onlyAnAnswerAboutTheCodeProvesTheClient(int status, String body, String verdict) {
        wild.tokens(answer(status, body));

        JsonPath profile =
                journey.api()
                        .post("/v1/connector-profiles/" + journey.profileId() + "/check")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(profile.getString("credentials.status")).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 {\"error\":\"bad_refresh_token\"}",
                "400 {\"error\":\"bad_refresh_token\"}",
                "400 {\"error\":\"invalid_request\",\"error_description\":\"The refresh token is no longer valid\"}"
            })
    void a04_aDeadGrantIsKnownInOtherWords(String refusal) {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        String id = connected();
        wild.tokens(answer(Integer.parseInt(refusal.substring(0, 3)), refusal.substring(4)));

        journey.api().post("/v1/connections/" + id + "/refresh");

        assertThat(connection(id).getString("status")).isEqualTo("reconnect_required");
    }

    @Test
    void a07_aLimitAtTheAccountsAddressCostsNoTokens() {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        wild.user(limited());

        String id = connected();

        assertThat(connection(id).getString("status")).isEqualTo("degraded");
        assertThat(connection(id).getString("status_reason.code")).isEqualTo("account_unknown");
    }

    @Test
    void aConnectionIsBroughtBackThoughItsAccountIsNotKnown() {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        wild.user(limited());
        String id = connected();

        String page =
                new Browser()
                        .open(journey.session(Map.of("connection_id", id)).connectUrl())
                        .asString();

        assertThat(page)
                .contains("The account to connect again")
                .contains("has not said yet which account it was");
    }

    private static Consumer<HttpServerResponse> limited() {
        return response ->
                response.setStatusCode(403)
                        .putHeader("x-ratelimit-remaining", "0")
                        .putHeader("Retry-After", "60")
                        .end("{\"message\":\"API rate limit exceeded\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "401 {}",
                "503 {}",
                "429 {}",
                "200 <html>",
                "200 ",
                "403 <html>",
                "404 ",
                "302 ",
                "204 ",
                "200 {\"ok\":false,\"error\":\"ratelimited\"}",
                "403 {\"message\":\"quota exceeded\"}",
                "200 {\"error\":{\"message\":\"Internal error, try again\"}}"
            })
    void a07_whatMayPassAtTheAccountsAddressCostsNoTokens(String passing) {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        wild.user(answer(Integer.parseInt(passing.substring(0, 3)), passing.substring(4)));

        assertThat(connection(connected()).getString("status_reason.code"))
                .isEqualTo("account_unknown");
    }

    @Test
    void a07_anEmptyScopeIsNoMissingPermission() {
        wild.tokens(answer(200, issued("at", "rt", "7200").replace("}", ",\"scope\":\"\"}")));

        assertThat(connection(connected()).getString("status")).isEqualTo("active");
    }

    @Test
    void a07_theAccountsAddressIsHeardInItsOwnWords() {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        wild.user(answer(403, "{\"error\":{\"message\":\"Your plan has no API access\"}}"));

        assertThat(connect()).containsEntry("error", "malformed_response");
        assertThat(description()).contains("403", "Your plan has no API access");
    }

    @Test
    void a09_aDescriptionThatEchoesTheCodeIsShownWithoutIt() {
        wild.tokens(
                answer(
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"code "
                                + CODE
                                + " was used\"}"));

        assertThat(connect()).containsEntry("error", "code_rejected");
        assertThat(description()).contains("was used").doesNotContain(CODE);
        assertThat(journey.api().get("/v1/events").asString()).doesNotContain(CODE);
    }

    @Test
    void a09_anAccountsAddressThatEchoesTheTokenIsHeardWithoutIt() {
        wild.tokens(answer(200, issued("an/access/token/of/many", "rt", "7200")));
        wild.user(
                answer(
                        403,
                        "{\"error\":{\"message\":\"an\\/access\\/token\\/of\\/many may not\"}}"));

        assertThat(connect()).containsEntry("error", "malformed_response");
        assertThat(description()).contains("may not").doesNotContain("token/of/many");
    }

    @Test
    void a07_aLimitAtTheExchangeIsCalledThat() {
        wild.tokens(answer(429, "slow down"));

        assertThat(connect()).containsEntry("error", "provider_unavailable");
        assertThat(description()).contains("takes no more requests");
    }

    @Test
    void b15_anExchangeThatReachesNobodySaysWhy() {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        Browser browser = new Browser();
        String callback = callback(browser);
        wild.close();

        assertThat(outcome(browser.open(callback))).containsEntry("error", "provider_unavailable");
        assertThat(description()).contains("it was refused");
    }

    @Test
    void a11_anAccountIdThatIsNoWholeNumberIsRefusedWithAReason() {
        wild.tokens(answer(200, issued("at", "rt", "7200")));
        wild.user(answer(200, "{\"uuid\":42.0}"));

        assertThat(connect()).containsEntry("error", "malformed_response");
        assertThat(description()).contains("42.0 at /uuid is not a whole number");
    }

    @Test
    void a11_aWrongTokenEndpointIsToldByItsStatus() {
        wild.tokens(answer(404, "<html>Not found</html>"));

        assertThat(connect()).containsEntry("error", "malformed_response");
        assertThat(description()).contains("404");
    }

    private static String issued(String access, String refresh, String expiresIn) {
        return "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":%s,\"token_type\":\"bearer\"}"
                .formatted(access, refresh, expiresIn);
    }

    private Map<String, String> connect() {
        Browser browser = new Browser();
        return outcome(browser.open(callback(browser)));
    }

    private String connected() {
        Map<String, String> outcome = connect();
        assertThat(outcome).containsEntry("status", "connected");
        return outcome.get("connection_id");
    }

    private String callback(Browser browser) {
        session = journey.session();
        String state = Journey.query(journey.depart(browser, session).toString()).get("state");
        return Journey.publicUrl()
                + "/connect/oauth2/wild/callback?code="
                + CODE
                + "&state="
                + state;
    }

    private String description() {
        return journey.read(session).getString("error.description");
    }

    private JsonPath connection(String id) {
        return read("/v1/connections/" + id);
    }

    private JsonPath token(String id) {
        return read("/v1/connections/" + id + "/token");
    }

    private JsonPath read(String path) {
        return journey.api().get(path).then().statusCode(200).extract().jsonPath();
    }
}
