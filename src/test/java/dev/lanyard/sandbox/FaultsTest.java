package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static dev.lanyard.sandbox.Wire.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FaultsTest {
    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    private Wire wire;
    private String token;

    @BeforeEach
    void connect() {
        wire = Wire.of(publicUrl, JsonObject.of("grace_seconds", 0));
        token = wire.connect().getString("refresh_token");
    }

    private void switchOn(JsonObject... faults) {
        wire.sandbox().faults(wire.clientId(), faults);
    }

    @Test
    void strikesAsOftenAsAskedAndNoMore() {
        switchOn(fault("error_5xx", "refresh").put("status", 502).put("times", 2));

        assertThat(wire.refresh(token).statusCode()).isEqualTo(502);
        assertThat(wire.refresh(token).statusCode()).isEqualTo(502);
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void deniesInPlaceOfTheUser() {
        switchOn(fault("deny", "authorize"));

        assertThat(Wire.query(wire.sandbox().consent(wire.authorizeUrl(), Wire.ADA)))
                .containsEntry("error", "access_denied");
    }

    @Test
    void refusesAGoodSecretWithoutConsumingAnything() {
        switchOn(once("wrong_secret", "refresh"));

        assertThat(error(wire.refresh(token))).isEqualTo("401 unauthorized_client");
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
        assertThat(counts("not_consumed")).isEqualTo(1);
    }

    @Test
    void refusesACodeAsUsed() {
        switchOn(once("used_code", "exchange"));
        String code = wire.code();

        assertThat(error(wire.exchange(code))).isEqualTo("400 invalid_grant");
        assertThat(error(wire.exchange(code))).isEqualTo("400 invalid_grant");
    }

    @Test
    void answersLate() {
        switchOn(once("slow", "refresh").put("millis", 400));
        Instant start = Instant.now();

        int status = wire.refresh(token).statusCode();

        assertThat(status).isEqualTo(200);
        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void holdsNoDatabaseConnectionWhileAnAnswerIsKeptBack() {
        int moreThanThePool = 24;
        switchOn(fault("slow", "refresh").put("millis", 60_000));
        ExecutorService callers = Executors.newFixedThreadPool(moreThanThePool);

        List<Future<?>> calls =
                Stream.<Runnable>generate(() -> () -> wire.refresh("made-up"))
                        .limit(moreThanThePool)
                        .<Future<?>>map(callers::submit)
                        .toList();

        await().atMost(Duration.ofSeconds(25))
                .untilAsserted(() -> assertThat(counts("refused")).isEqualTo(moreThanThePool));
        assertThat(calls).noneMatch(Future::isDone);
        callers.shutdownNow();
    }

    @Test
    void limitsTheRateWithRetryAfterInBothForms() {
        switchOn(
                once("rate_limited", "refresh").put("retry_after", 7),
                once("rate_limited", "exchange").put("retry_after", 7).put("http_date", true));

        assertThat(retryAfter(wire.refresh(token))).isEqualTo("7");
        assertThat(retryAfter(wire.exchange("made-up"))).endsWith(" GMT");
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void dropsTheAnswerAfterConsuming() {
        for (String ending : new String[] {"closed", "reset", "cut"}) {
            connect();
            switchOn(once("dropped_answer", "refresh").put("ending", ending));

            assertThatThrownBy(() -> wire.refresh(token)).hasCauseInstanceOf(IOException.class);
            assertThat(counts("accepted")).isEqualTo(1);
            assertThat(error(wire.refresh(token))).isEqualTo("400 unauthorized_client");
        }
    }

    @Test
    void resetsTheConnectionBeforeConsuming() {
        switchOn(once("reset_before", "refresh"));

        assertThatThrownBy(() -> wire.refresh(token)).hasRootCauseMessage("Connection reset");

        assertThat(counts("accepted")).isZero();
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void keepsPermissionsBack() {
        JsonArray account = new JsonArray().add("account");
        switchOn(fault("missing_permission", "authorize").put("scopes", account));

        JsonObject tokens = wire.connect();

        assertThat(tokens.getString("scopes")).isEqualTo("email");
        assertThat(wire.sandbox().api("/user", tokens.getString("access_token")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void answersMalformedAfterConsuming() {
        for (String as :
                new String[] {"html", "not_json", "no_access_token", "huge", "array", "empty"}) {
            connect();
            switchOn(once("malformed", "refresh").put("as", as));

            HttpResponse<String> answer = wire.refresh(token);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotStartWith("{\"scopes\":\"email account\",\"access");
            assertThat(counts("accepted")).isEqualTo(1);
        }
    }

    @Test
    void tellsOddLifetimes() {
        assertThat(expiresIn("missing")).isNull();
        assertThat(expiresIn("text")).isEqualTo("2h");
        assertThat(expiresIn("zero")).isEqualTo(0);
        assertThat(expiresIn("negative")).isEqualTo(-7200);
        assertThat(expiresIn("absurd")).isEqualTo(Long.MAX_VALUE);
    }

    private Object expiresIn(String as) {
        switchOn(once("odd_expires_in", "exchange").put("as", as));
        return wire.connect().getValue("expires_in");
    }

    @Test
    void namesTheScopesInEitherStyle() {
        assertThat(scopeFields("scope")).contains("scope").doesNotContain("scopes");
        assertThat(scopeFields("both")).contains("scope", "scopes");
        assertThat(scopeFields("missing")).doesNotContain("scope", "scopes");
    }

    private Iterable<String> scopeFields(String as) {
        switchOn(once("scope_style", "exchange").put("as", as));
        return wire.connect().fieldNames();
    }

    @Test
    void letsThePresentedTokenGoOnWhereTheAnswerHasNoNewOne() {
        switchOn(once("no_refresh_token", "refresh"));

        JsonObject tokens = Wire.tokens(wire.refresh(token));

        assertThat(tokens.fieldNames()).contains("access_token").doesNotContain("refresh_token");
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void putsAnErrorInto200() {
        switchOn(once("error_in_200", "refresh"));

        assertThat(error(wire.refresh(token))).isEqualTo("200 invalid_grant");
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void tellsAnotherAccount() {
        String accessToken = wire.connect().getString("access_token");
        String real = wire.sandbox().api("/user", accessToken).body();
        switchOn(once("user_mismatch", "user"), once("no_scopes_header", "user"));

        HttpResponse<String> mismatch = wire.sandbox().api("/user", accessToken);

        assertThat(new JsonObject(mismatch.body()).getString("uuid"))
                .isNotEqualTo(new JsonObject(real).getString("uuid"));
        assertThat(mismatch.headers().firstValue("X-OAuth-Scopes")).isEmpty();
    }

    @Test
    void refusesAValidTokenAsInALockOut() {
        switchOn(once("lock_out", "refresh"));

        assertThat(error(wire.refresh(token))).isEqualTo("400 unauthorized_client");
        assertThat(wire.refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesFaultsAndSettingsItDoesNotKnow() {
        assertThatThrownBy(() -> switchOn(fault("earthquake", "refresh")))
                .hasMessageContaining("is not the name of a fault");
        assertThatThrownBy(() -> switchOn(fault("used_code", "refresh")))
                .hasMessageContaining("where");
        assertThatThrownBy(() -> switchOn(fault("slow", "refresh").put("seconds", 1)))
                .hasMessageContaining("seconds");
        assertThatThrownBy(() -> switchOn(fault("slow", "refresh").put("millis", -1)))
                .hasMessageContaining("millis");
    }

    private int counts(String outcome) {
        return wire.sandbox()
                .presentations(wire.clientId())
                .getJsonObject("refresh_token")
                .getInteger(outcome);
    }

    private static String retryAfter(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        return answer.headers().firstValue("Retry-After").orElseThrow();
    }
}
