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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes wrong before the sandbox has done its work, or in place of it. */
@QuarkusTest
class FaultsTest extends FaultsFixture {
    private static String retryAfter(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        return answer.headers().firstValue("Retry-After").orElseThrow();
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
}
