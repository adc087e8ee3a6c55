package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.token.TokenResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 20: a provider that limits, or fails. */
@QuarkusTest
class LimitedTest {
    @Inject RefreshResults results;

    @Test
    void rule20_aRateLimitPausesTheWholeProfileForAsLongAsTheProviderSays() {
        Connected connection = Connected.at(STRICT).expire();
        Connected sibling = connection.sibling().expire();
        JsonObject limited = once("rate_limited", "refresh").put("retry_after", 600);
        connection.sandbox().faults(connection.clientId(), limited);
        connection.token().then().statusCode(503);

        Response refused = sibling.token();

        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(500, 610);
        assertThat(connection.presentations()).isEqualTo(1);
    }

    @Test
    void rule20_aFailingProviderIsAskedAgainLaterAndLater() {
        Connected connection = Connected.at(GRACE).expire();
        connection.sandbox().faults(connection.clientId(), fault("error_5xx", "refresh"));
        connection.refreshAsync();
        await().until(() -> connection.row().getInteger("attempts") == 1);
        OffsetDateTime first = connection.row().getOffsetDateTime("retry_at");

        assertThat(Duration.between(OffsetDateTime.now(), first))
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(6_250));
        assertThat(connection.presentations()).isEqualTo(1);
    }

    /** All were on their way when the provider began to answer 429. */
    @Test
    void rule20_thoseThatWereToldToWaitTogetherDoNotComeBackTogether() {
        Connected first = Connected.at(STRICT);
        List<Limited> limited =
                Stream.of("u1", "u2", "u3", "u4")
                        .map(user -> Connected.on(first.journey(), user))
                        .map(Limited::underWay)
                        .toList();

        limited.forEach(one -> one.isToldToWait(results));

        OffsetDateTime end = first.pace().getOffsetDateTime("paused_until");
        assertThat(limited.stream().map(one -> one.after(end)).toList())
                .allMatch(late -> late.compareTo(Duration.ofSeconds(6)) < 0)
                .anyMatch(late -> late.compareTo(Duration.ofMillis(300)) > 0);
    }

    private record Limited(Connected connection, RefreshRequest presentation, Lease lease) {
        static Limited underWay(Connected connection) {
            RefreshRequest presentation = Presenter.presentation(connection);
            Lease lease = Presenter.lease(connection).orElseThrow();
            return new Limited(connection, presentation, lease);
        }

        void isToldToWait(RefreshResults results) {
            Optional<Duration> retryAfter = Optional.of(Duration.ofMinutes(10));
            Presenter.await(
                    results.failed(presentation, lease, new TokenResponse.RateLimited(retryAfter)));
        }

        Duration after(OffsetDateTime end) {
            return Duration.between(end, connection.row().getOffsetDateTime("retry_at"));
        }
    }
}
