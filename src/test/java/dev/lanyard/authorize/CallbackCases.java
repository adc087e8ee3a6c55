package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which callbacks are taken, and that a code is presented once. */
abstract class CallbackCases {
    private Journey journey;
    private final Browser browser = new Browser();

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private int presented() {
        return journey.presented();
    }

    @Test
    void presentsOneCodeForParallelIdenticalCallbacks() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), once("slow", "exchange").put("millis", 700));

        List<CompletableFuture<Response>> answers =
                Stream.generate(() -> CompletableFuture.supplyAsync(() -> browser.open(callback)))
                        .limit(24)
                        .toList();

        List<String> targets =
                answers.stream()
                        .map(answer -> answer.join().header("Location"))
                        .distinct()
                        .toList();
        assertThat(targets).hasSize(1);
        assertThat(Journey.query(targets.get(0))).containsEntry("status", "connected");
        assertThat(presented()).isEqualTo(1);
        assertThat(journey.events("connection.created")).hasSize(1);
    }

    @Test
    void showsTheSameOutcomeAgainAndPresentsNothing() {
        String callback = journey.consent(browser, journey.session(), ADA);
        Map<String, String> first = outcome(browser.open(callback));

        Map<String, String> again = outcome(browser.open(callback));

        assertThat(again).isEqualTo(first).containsEntry("status", "connected");
        assertThat(presented()).isEqualTo(1);
    }

    @Test
    void refusesACallbackWithoutTheCookieAndSpendsNothing() {
        String callback = journey.consent(browser, journey.session(), ADA);

        Response stranger = new Browser().open(callback);

        assertThat(stranger.statusCode()).isEqualTo(400);
        assertThat(stranger.header("Location")).isNull();
        assertThat(presented()).isZero();
        assertThat(outcome(browser.open(callback))).containsEntry("status", "connected");
    }

    @Test
    void showsTheSamePageForEveryCallbackThatIsNotThisBrowsers() {
        String callback = journey.consent(browser, journey.session(), ADA);
        String path = Journey.publicUrl() + "/connect/oauth2/bitbucket-sandbox/callback";
        String state = Journey.query(callback).get("state");

        String stranger = new Browser().open(callback).asString();

        for (String other :
                List.of(
                        path,
                        path + "?code=x&state=nonsense",
                        path + "?code=x&state=" + state.substring(0, state.length() - 2) + "aa",
                        path + "?code=x&state=st_" + "a".repeat(26) + "_" + "a".repeat(26),
                        callback + "&state=" + state,
                        callback + "&code=twice",
                        callback.replace("bitbucket-sandbox", "bitbucket"))) {
            Response answer = browser.open(other);
            assertThat(answer.statusCode()).as(other).isEqualTo(400);
            assertThat(answer.asString()).isEqualTo(stranger);
        }
        assertThat(presented()).isZero();
        assertThat(outcome(browser.open(callback))).containsEntry("status", "connected");
    }

    @ParameterizedTest
    @CsvSource({"Sec-Purpose, prefetch", "Sec-Purpose, prefetch;prerender", "Purpose, Prefetch"})
    void spendsNothingOnAPrefetch(String header, String value) {
        String callback = journey.consent(browser, journey.session(), ADA);

        Response prefetch = browser.open(callback, Map.of(header, value));

        assertThat(prefetch.statusCode()).isEqualTo(503);
        assertThat(prefetch.header("Cache-Control")).isEqualTo("no-store");
        assertThat(presented()).isZero();
        assertThat(outcome(browser.open(callback))).containsEntry("status", "connected");
    }

    @Test
    void spendsNothingOnHead() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);

        Response head = browser.head(callback);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(presented()).isZero();
        assertThat(browser.head(session.connectUrl()).statusCode()).isEqualTo(200);
        assertThat(outcome(browser.open(callback))).containsEntry("status", "connected");
    }

    @Test
    void letsTwoTabsOfOneSessionFinishInAnyOrder() {
        Session session = journey.session();
        String one = journey.consent(browser, session, ADA);
        String two = journey.consent(browser, session, ADA);

        Map<String, String> first = outcome(browser.open(one));
        Map<String, String> second = outcome(browser.open(two));

        assertThat(first).containsEntry("status", "connected");
        assertThat(second).isEqualTo(first);
        assertThat(presented()).isEqualTo(1);
    }

    @Test
    void letsTwoSessionsOfOneBrowserFinish() {
        Session one = journey.session();
        Session two =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "end_user", Map.of("id", "u2")));
        String callbackOne = journey.consent(browser, one, ADA);
        String callbackTwo = journey.consent(browser, two, ADA);

        Map<String, String> second = outcome(browser.open(callbackTwo));
        Map<String, String> first = outcome(browser.open(callbackOne));

        assertThat(first)
                .containsEntry("session_id", one.id())
                .containsEntry("status", "connected");
        assertThat(second)
                .containsEntry("session_id", two.id())
                .containsEntry("status", "connected");
        assertThat(first.get("connection_id")).isNotEqualTo(second.get("connection_id"));
    }

    @Test
    void keepsAtMostTwentyRequestCookies() {
        Session session = journey.session();
        String first = journey.depart(browser, session).toString();
        for (int i = 0; i < 20; i++) {
            journey.depart(browser, session);
        }

        assertThat(browser.cookies().keySet().stream().filter(n -> n.contains("request")))
                .hasSize(20);
        assertThat(first).contains("state=");
    }

    @Test
    void failsAsDeniedWhenTheUserDenies() {
        Session session = journey.session();
        String callback = journey.sandbox().deny(journey.depart(browser, session)).toString();

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome)
                .containsEntry("status", "failed")
                .containsEntry("error", "access_denied");
        assertThat(journey.read(session).getString("error.code")).isEqualTo("access_denied");
        assertThat(journey.events("connect_session.failed")).hasSize(1);
        assertThat(presented()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "server_error, provider_unavailable",
        "temporarily_unavailable, provider_unavailable",
        "unauthorized_client, credentials_rejected",
        "invalid_scope, malformed_response",
        "<script>, malformed_response"
    })
    void tellsWhatTheProvidersErrorMeans(String error, String code) {
        Session session = journey.session(Map.of());
        String state = Journey.query(journey.depart(browser, session).toString()).get("state");

        Response page =
                browser.open(
                        Journey.callbackUrl()
                                + "?state="
                                + state
                                + "&error="
                                + error.replace("<", "%3C").replace(">", "%3E")
                                + "&error_description=%3Cb%3Ebold%3C%2Fb%3E");

        assertThat(page.statusCode()).isEqualTo(ErrorCode.of(code).status());
        assertThat(page.asString()).contains("&lt;b&gt;bold").doesNotContain("<b>bold", "<script>");
        assertThat(journey.read(session).getString("error.code")).isEqualTo(code);
    }

    @Test
    void failsOnACallbackWithNeitherCodeNorError() {
        Session session = journey.session();
        String state = Journey.query(journey.depart(browser, session).toString()).get("state");

        Response answer = browser.open(Journey.callbackUrl() + "?state=" + state);

        assertThat(outcome(answer)).containsEntry("error", "malformed_response");
    }

    @ParameterizedTest
    @CsvSource({
        "wrong_secret, credentials_rejected",
        "used_code, code_rejected",
        "error_5xx, provider_unavailable",
        "rate_limited, provider_unavailable",
        "dropped_answer, provider_unavailable",
        "reset_before, provider_unavailable",
        "malformed, malformed_response",
        "error_in_200, code_rejected"
    })
    void endsWithTheContractsCodeWhenTheExchangeFails(String fault, String code) {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), fault(fault, "exchange"));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("status", "failed").containsEntry("error", code);
        assertThat(journey.read(session).getString("error.code")).isEqualTo(code);
        assertThat(presented()).isLessThanOrEqualTo(1);
        assertThat(outcome(browser.open(callback))).isEqualTo(outcome);
        assertThat(presented()).isLessThanOrEqualTo(1);
        assertThat(journey.events("connect_session.failed")).hasSize(1);
    }

    @Test
    void failsAsPermissionMissingWithoutARequiredOne() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(
                        journey.clientId(),
                        fault("missing_permission", "exchange").put("scopes", List.of("account")));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("error", "permission_missing");
        assertThat(journey.read(session).getString("error.description")).contains("account");
    }

    @Test
    void failsAsPermissionMissingWhenTheApiSaysSo() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(
                        journey.clientId(),
                        fault("scope_style", "exchange").put("as", "missing"),
                        fault("missing_permission", "user").put("scopes", List.of("account")));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("error", "permission_missing");
    }

    @Test
    void failsAsMalformedWhenNobodySaysWhoseAccountItIs() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), fault("malformed", "user").put("as", "html"));

        assertThat(outcome(browser.open(callback))).containsEntry("error", "malformed_response");
    }

    @Test
    void connectsWithAMissingPermissionThatIsNotRequired() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(
                        journey.clientId(),
                        fault("missing_permission", "exchange")
                                .put("scopes", List.of("repository:write")));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("status", "connected");
        assertThat(
                        journey.api()
                                .get("/v1/connections/" + outcome.get("connection_id"))
                                .jsonPath()
                                .getList("permissions.missing"))
                .contains("repository:write");
    }

    @Test
    void presentsNothingForACancelledSession() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("status", "failed").containsEntry("error", "cancelled");
        assertThat(presented()).isZero();
    }

    @Test
    void presentsNothingForADisabledProfile() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.api()
                .body(Map.of("status", "disabled"))
                .patch("/v1/connector-profiles/" + journey.profileId());

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("error", "profile_disabled");
        assertThat(presented()).isZero();
        assertThat(browser.open(session.connectUrl()).statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void beginsNothingFromAnotherSite(String site) {
        Session session = journey.session();
        String button = Journey.button(browser.open(session.connectUrl()));

        Response answer = browser.open(button, Map.of("Sec-Fetch-Site", site));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo(session.connectUrl());
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
    }

    @Test
    void beginsNothingInABrowserThatHasNotSeenTheHostedPage() {
        Session session = journey.session();
        String button = Journey.button(new Browser().open(session.connectUrl()));

        Response answer = browser.open(button);

        assertThat(answer.header("Location")).isEqualTo(session.connectUrl());
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
        assertThat(browser.open(button, Map.of("Sec-Fetch-Site", "same-origin")).header("Location"))
                .isEqualTo(session.connectUrl());
    }
}
