package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.support.Mutations;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void takesAResponseThatTheProviderHasTheBrowserPost() {
        String callback = journey.consent(browser, journey.session(), ADA);
        String form = callback.substring(callback.indexOf('?') + 1);

        Response posted =
                browser.post(callback.substring(0, callback.indexOf('?')), form + "&user=%7B%7D");

        assertThat(posted.statusCode()).isEqualTo(303);
        assertThat(posted.header("Location")).contains("/callback?state=").doesNotContain("user");
        assertThat(presented()).isZero();
        assertThat(outcome(browser.open(posted.header("Location"))))
                .containsEntry("status", "connected");
        assertThat(browser.post(callback.substring(0, callback.indexOf('?')), "x=1").statusCode())
                .isEqualTo(303);
    }

    @Test
    void takesAResponseBesideParametersOfOthers() {
        String callback = journey.consent(browser, journey.session(), ADA);

        assertThat(outcome(browser.open(callback + "&scope=a&scope=b&hint=1&hint=2")))
                .containsEntry("status", "connected");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Purpose, prefetch",
        "Sec-Purpose, prefetch;prerender",
        "Purpose, Prefetch",
        "X-Purpose, preview"
    })
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

    @Test
    void refusesMutatedQueriesLikeABadStateAndSpendsNothing() {
        String callback = journey.consent(browser, journey.session(), ADA);
        String path = callback.substring(0, callback.indexOf('?') + 1);
        String query = callback.substring(path.length());
        Mutations mutations = new Mutations(20261123);

        for (int i = 0; i < 400; i++) {
            String mutated = targetOf(mutations.of(query));
            Response answer = new Browser().open(path + mutated);
            assertThat(answer.statusCode()).as(mutated).isEqualTo(400);
        }

        assertThat(presented()).isZero();
        assertThat(outcome(browser.open(callback))).containsEntry("status", "connected");
    }

    /** What a URI does not hold is written as a percent sign and two digits. */
    private static String targetOf(byte[] bytes) {
        StringBuilder target = new StringBuilder();
        for (byte b : bytes) {
            boolean plain = b > ' ' && b < 0x7f && "\"<>\\^`{|}#[]".indexOf(b) < 0;
            target.append(plain ? String.valueOf((char) b) : "%%%02x".formatted(b & 0xff));
        }
        return target.toString().replaceAll("%(?![0-9a-fA-F]{2})", "%25");
    }
}
