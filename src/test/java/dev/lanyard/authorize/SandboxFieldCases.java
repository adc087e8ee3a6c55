package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 12, A, by its numbers: what providers of the field do, played by the sandbox. */
abstract class SandboxFieldCases {
    private static final String STRICT = "strict-sandbox";
    private static final String HASTY = "hasty-sandbox";
    private static final String ISSUING = "issuing-sandbox";
    private static final JsonObject NO_HABITS = new JsonObject();

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "byte_order_mark", "form", "nested", "bearer"})
    void a01_anOddFormOfAnAnswerLosesNoToken(String form) {
        Journey journey = Journey.begin(STRICT, JsonObject.of("grace_seconds", 0));
        faults(
                journey,
                fault("odd_form", "exchange").put("as", form),
                fault("odd_form", "refresh").put("as", form));

        String id = connected(journey, "u1");
        refresh(journey, id).then().statusCode(200);
        refresh(journey, id).then().statusCode(200);

        JsonPath token = token(journey, id).then().statusCode(200).extract().jsonPath();
        assertThat(token.getString("token_type")).isEqualTo("Bearer");
        assertThat(works(journey, token)).isTrue();
        assertThat(connection(journey, id).getString("status")).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "byte_order_mark"})
    void a01_whoConnectedIsReadWhateverTheFormOfTheAnswer(String form) {
        Journey journey = Journey.begin();
        faults(
                journey,
                fault("odd_form", "user").put("as", form),
                fault("odd_form", "emails").put("as", form));

        JsonPath connection = connection(journey, connected(journey, "u1"));

        assertThat(connection.getString("account.name")).isEqualTo(ADA);
        assertThat(connection.getString("account.email")).isEqualTo("ada-lovelace@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "decimal"})
    void a02_aLifetimeThatIsTextIsBelieved(String as) {
        Journey journey = Journey.begin(STRICT, JsonObject.of("access_token_seconds", 600));
        faults(journey, fault("odd_expires_in", "exchange").put("as", as));

        Instant end =
                Instant.parse(
                        connection(journey, connected(journey, "u1"))
                                .getString("access_token_expires_at"));

        assertThat(Duration.between(Instant.now(), end))
                .isBetween(Duration.ofSeconds(500), Duration.ofSeconds(601));
    }

    @Test
    void a02_anEndThatNobodyPromisedIsNotInvented() {
        Journey journey = Journey.begin();
        faults(
                journey,
                fault("no_refresh_token", "exchange"),
                fault("odd_expires_in", "exchange").put("as", "missing"));

        String id = connected(journey, "u1");

        assertThat(connection(journey, id).getString("access_token_expires_at")).isNull();
        assertThat(connection(journey, id).getString("status")).isEqualTo("active");
        assertThat(works(journey, token(journey, id).jsonPath())).isTrue();
    }

    @Test
    void a02_anAnnouncedEndOfTheGrantIsShownAndToldAhead() {
        Journey journey = Journey.begin();
        faults(journey, fault("announced_end", "exchange").put("seconds", 100_000));

        String id = connected(journey, "u1");

        assertThat(connection(journey, id).getString("grant_expires_at")).isNotNull();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> journey.events("connection.expiring").size() == 1);
    }

    @Test
    void a03_aSecondConsentWithoutRefreshTokenKeepsTheStoredOne() {
        Journey journey = Journey.begin();
        String id = connected(journey, "u1");
        faults(journey, fault("no_refresh_token", "exchange"));

        assertThat(connected(journey, "u1")).isEqualTo(id);

        assertThat(connection(journey, id).getString("status")).isEqualTo("active");
        refresh(journey, id).then().statusCode(200);
    }

    @Test
    void a03_aConnectionThatCannotGoOnSaysSoWithoutBeingRead() {
        Journey journey = Journey.begin(STRICT, JsonObject.of("access_token_seconds", 4));
        faults(journey, fault("no_refresh_token", "exchange"));

        String id = connected(journey, "u1");

        assertThat(connection(journey, id).getString("status")).isEqualTo("degraded");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> journey.events("connection.reconnect_required").size() == 1);
        assertThat(connection(journey, id).getString("status")).isEqualTo("reconnect_required");
    }

    @ParameterizedTest
    @CsvSource({
        "bad_refresh_token, 200, ",
        "bad_refresh_token, 400, ",
        "invalid_request, 400, The refresh token is no longer valid",
        "invalid_grant, 401, Token has been revoked"
    })
    void a04_aDeadGrantIsKnownInOtherWords(String error, int status, String description) {
        Journey journey = Journey.begin();
        String id = connected(journey, "u1");
        JsonObject refusal = refusal("refresh", error, status);
        faults(journey, description == null ? refusal : refusal.put("description", description));

        refresh(journey, id).then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(connection(journey, id).getString("status")).isEqualTo("reconnect_required");
    }

    @ParameterizedTest
    @CsvSource({
        "user_cancelled_login, access_denied",
        "consent_denied, access_denied",
        "invalid_scope, scope_refused"
    })
    void a04_aRefusedConsentIsToldByWhatItIs(String error, String code) {
        Journey journey = Journey.begin();
        faults(journey, fault("deny", "authorize").put("error", error).put("description", "words"));
        Session session = journey.session();

        assertThat(outcome(journey.connect(session))).containsEntry("error", code);
        assertThat(description(journey, session)).contains(error, "words");
    }

    @ParameterizedTest
    @CsvSource({"incorrect_client_credentials, 200", "deleted_client, 401"})
    void a04_aRejectedClientIsKnownInOtherWords(String error, int status) {
        Journey journey = Journey.begin();
        faults(journey, refusal("exchange", error, status));

        assertThat(checked(journey).getString("credentials.status")).isEqualTo("rejected");
    }

    @Test
    void a05_oneAnswerThatIsNotAboutTheCodeCondemnsNoGrant() {
        Journey journey = Journey.begin(HASTY, NO_HABITS);
        List<String> ids =
                Stream.of("u1", "u2", "u3", "u4", "u5")
                        .map(user -> connected(journey, user, "Ada of " + user))
                        .toList();
        faults(
                journey,
                fault("wrong_secret", "refresh"),
                refusal("exchange", "invalid_request", 400)
                        .put("description", "redirect_uri is required"));

        ids.forEach(id -> refresh(journey, id).then().statusCode(409));

        await().pollDelay(Duration.ofSeconds(8)).until(() -> true);
        assertThat(journey.events("connection.reconnect_required")).isEmpty();
        faults(journey);
        assertThat(ids)
                .allSatisfy(id -> assertThat(token(journey, id).statusCode()).isEqualTo(200));
    }

    @Test
    void a06_aPassingRefusalIsNotForGood() {
        Journey journey = Journey.begin();
        String id = connected(journey, "u1");
        faults(journey, refusal("refresh", "invalid_grant", 400).put("times", 1));
        refresh(journey, id).then().statusCode(409);

        refresh(journey, id).then().statusCode(200).body("status", equalTo("active"));

        assertThat(journey.events("connection.recovered")).hasSize(1);
    }

    @Test
    void a06_aBurstOfRefusalsIsNoProof() {
        Journey journey = Journey.begin();
        List<String> ids = new ArrayList<>();
        Stream.of("u1", "u2", "u3", "u4")
                .forEach(user -> ids.add(connected(journey, user, "Ada of " + user)));
        faults(journey, refusal("refresh", "invalid_grant", 400));
        ids.forEach(id -> refresh(journey, id));

        assertThat(ids)
                .allSatisfy(
                        id ->
                                assertThat(connection(journey, id).getString("status"))
                                        .isEqualTo("degraded"));
    }

    @Test
    void a07_aLimitAtTheAccountsAddressCostsNoTokens() {
        Journey journey = Journey.begin();
        faults(journey, once("rate_limited", "user").put("status", 403).put("retry_after", 60));

        String id = connected(journey, "u1");

        assertThat(connection(journey, id).getString("status_reason.code"))
                .isEqualTo("account_unknown");
        assertThat(works(journey, token(journey, id).jsonPath())).isTrue();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> connection(journey, id).getString("status").equals("active"));
    }

    @Test
    void a07_aLimitAtTheTokenEndpointCostsNoGrantWhateverItsStatus() {
        Journey journey = Journey.begin(STRICT, NO_HABITS);
        String id = connected(journey, "u1");
        faults(journey, once("rate_limited", "refresh").put("status", 403).put("retry_after", 2));

        refresh(journey, id);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> refresh(journey, id).statusCode() == 200);
    }

    @Test
    void a07_anEmptyScopeIsNoMissingPermission() {
        Journey journey = Journey.begin();
        faults(journey, fault("scope_style", "exchange").put("as", "empty"));

        JsonPath connection = connection(journey, connected(journey, "u1"));

        assertThat(connection.getString("status")).isEqualTo("active");
        assertThat(connection.getList("permissions.missing")).isEmpty();
    }

    @Test
    void a07_theAccountsAddressIsHeardInItsOwnWords() {
        Journey journey = Journey.begin();
        faults(
                journey,
                refusal("user", "forbidden", 403)
                        .put("description", "Your plan has no API access"));
        Session session = journey.session();

        assertThat(outcome(journey.connect(session))).containsEntry("error", "malformed_response");
        assertThat(description(journey, session)).contains("403", "Your plan has no API access");
    }

    @Test
    void a08_revokingOneConnectionKillsNoOtherOfTheAccount() {
        Journey journey = issuing(fault("revocation_ends_all", "revoke"));
        String first = connected(journey, "u1");
        String other = connected(journey, "u2");

        delete(journey, other).then().statusCode(204);

        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        refresh(journey, first).then().statusCode(200);
    }

    @Test
    void a08_aHangingEndpointHoldsUpNobodyAndBothTokensEnd() {
        Journey journey = issuing(once("slow", "revoke").put("millis", 12_000));
        String id = connected(journey, "u1");
        JsonPath token = token(journey, id).jsonPath();
        Instant began = Instant.now();

        delete(journey, id).then().statusCode(204);

        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(3));
        await().atMost(Duration.ofSeconds(90)).until(() -> !works(journey, token));
    }

    @Test
    void a08_anEndpointThatFailsOnceIsAskedAgain() {
        Journey journey = issuing(once("error_5xx", "revoke"));
        String id = connected(journey, "u1");

        delete(journey, id).then().statusCode(204);

        await().atMost(Duration.ofSeconds(120))
                .until(() -> grant(journey).getValue("dead_since") != null);
    }

    @Test
    void a09_whatAnErrorEchoesIsShownWithoutSecrets() {
        Journey journey = Journey.begin();
        faults(
                journey,
                refusal("exchange", "invalid_grant", 400)
                        .put("description", "code {token} of secret {secret} was used"));
        Session session = journey.session();
        Browser browser = new Browser();
        String own = journey.consent(browser, session, ADA);
        String code = Journey.query(own).get("code");

        assertThat(outcome(browser.open(own))).containsEntry("error", "code_rejected");

        assertThat(description(journey, session))
                .contains("was used")
                .doesNotContain(code, journey.consumer().clientSecret());
        assertThat(journey.api().get("/v1/events").asString())
                .doesNotContain(code, journey.consumer().clientSecret());
    }

    @Test
    void a10_aPairThatIsComparedRawIsRejectedNamingTheEncoding() {
        Journey journey =
                Journey.begin("bitbucket-sandbox", JsonObject.of("client_secret", "s+e %c/r:e=t&"));
        assertThat(checked(journey).getString("credentials.status")).isEqualTo("accepted");
        faults(journey, fault("raw_basic", "exchange"));

        JsonPath profile = checked(journey);

        assertThat(profile.getString("credentials.status")).isEqualTo("rejected");
        assertThat(profile.getString("credentials.detail")).contains("client_secret_basic_raw");
    }

    @Test
    void a11_thePrimaryAddressIsFoundOnASecondPage() {
        Journey journey = Journey.begin();
        faults(journey, fault("second_page", "emails"));

        assertThat(connection(journey, connected(journey, "u1")).getString("account.email"))
                .isEqualTo("ada-lovelace@example.com");
    }

    @Test
    void a11_anAccountIdThatIsNoWholeNumberIsRefusedWithAReason() {
        Journey journey = Journey.begin();
        faults(journey, fault("odd_account_id", "user"));
        Session session = journey.session();

        assertThat(outcome(journey.connect(session))).containsEntry("error", "malformed_response");
        assertThat(description(journey, session)).contains("42.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://evil.example"})
    void a11_aWrongOrLackingIssuerIsAPageThatBlamesNotTheBrowserAlone(String iss) {
        Journey journey = Journey.begin(ISSUING, NO_HABITS);
        if (!iss.isEmpty()) {
            faults(journey, fault("iss", "authorize").put("iss", iss));
        }

        Response page = journey.connect(journey.session());

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.asString()).contains("or the provider");
        assertThat(journey.presented()).isZero();
    }

    private static JsonObject grant(Journey journey) {
        return journey.sandbox().grants(journey.clientId()).get(0);
    }

    private static Journey issuing(JsonObject more) {
        Journey journey = Journey.begin(ISSUING, NO_HABITS);
        faults(journey, fault("iss", "authorize").put("iss", "https://issuer.example"), more);
        return journey;
    }

    private static JsonObject refusal(String where, String error, int status) {
        return fault("refusal", where).put("error", error).put("status", status);
    }

    private static void faults(Journey journey, JsonObject... faults) {
        journey.sandbox().faults(journey.clientId(), faults);
    }

    private static String connected(Journey journey, String user) {
        return connected(journey, user, ADA);
    }

    private static String connected(Journey journey, String user, String account) {
        Session session =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "end_user", Map.of("id", user)));
        Map<String, String> outcome = outcome(journey.connect(new Browser(), session, account));
        assertThat(outcome).containsEntry("status", "connected");
        return outcome.get("connection_id");
    }

    private static JsonPath connection(Journey journey, String id) {
        return journey.api()
                .get("/v1/connections/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response token(Journey journey, String id) {
        return journey.api().get("/v1/connections/" + id + "/token");
    }

    private static Response refresh(Journey journey, String id) {
        return journey.api().post("/v1/connections/" + id + "/refresh");
    }

    private static Response delete(Journey journey, String id) {
        return journey.api().delete("/v1/connections/" + id);
    }

    private static JsonPath checked(Journey journey) {
        return journey.api()
                .post("/v1/connector-profiles/" + journey.profileId() + "/check")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String description(Journey journey, Session session) {
        return journey.read(session).getString("error.description");
    }

    private static boolean works(Journey journey, JsonPath token) {
        return journey.sandbox().api("/user", token.getString("access_token")).statusCode() == 200;
    }
}
