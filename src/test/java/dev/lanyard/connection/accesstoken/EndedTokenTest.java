package dev.lanyard.connection.accesstoken;

import static dev.lanyard.connection.refresh.Presenter.presentation;
import static dev.lanyard.connection.refresh.Presenter.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.refresh.Presenter;
import dev.lanyard.connection.refresh.RefreshRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rule 27: what a refresh ends is given to nobody once it has begun. */
@QuarkusTest
class EndedTokenTest {
    private static final String ENDING = "ending-sandbox";
    private static final String SPARING = "sparing-sandbox"; // two minutes later

    @Inject UsageTracker usage;

    private static Connected at(String provider) {
        return Connected.at(
                provider, JsonObject.of("grace_seconds", 0, "dead_token_error", "invalid_grant"));
    }

    /** The former one would be good for an hour yet; another replica refreshes it. */
    @Test
    void rule27_whatIsBeingRefreshedIsGivenToNobody() {
        Connected connection = at(ENDING);
        String former = connection.accessToken();
        RefreshRequest elsewhere = presentation(connection);
        assertThat(Presenter.lease(connection)).isPresent();

        CompletableFuture<String> reader = CompletableFuture.supplyAsync(connection::accessToken);
        CompletableFuture<String> patient =
                CompletableFuture.supplyAsync(() -> connection.token(0).path("access_token"));

        assertThat(store(elsewhere, "brought-by-another")).isTrue();
        assertThat(reader.join()).isEqualTo("brought-by-another").isNotEqualTo(former);
        assertThat(patient.join()).isEqualTo("brought-by-another");
    }

    @Test
    void rule27_aReaderIsToldToComeAgainRatherThanGivenADeadToken() {
        Connected connection = at(ENDING);
        assertThat(Presenter.lease(connection)).isPresent();

        connection.token().then().statusCode(503).body("code", equalTo("provider_unavailable"));
    }

    @Test
    void rule27_aPresentationThatWasProvablyNotTakenLeavesTheTokenGood() {
        Connected connection = at(ENDING);
        String former = connection.accessToken();
        connection
                .sandbox()
                .faults(
                        connection.clientId(),
                        JsonObject.of("fault", "rate_limited", "where", "refresh"));
        connection.refreshAsync();
        await().atMost(Duration.ofSeconds(20)).until(() -> !connection.outcomes().isEmpty());

        assertThat(connection.outcomes()).containsOnly("rate_limited");
        assertThat(connection.row().getValue("presented_at")).isNull();
        assertThat(connection.accessToken()).isEqualTo(former);
    }

    @Test
    void rule27_withALeewayItIsGivenOutSoLongYet() {
        Connected connection = at(SPARING);
        String former = connection.accessToken();
        RefreshRequest elsewhere = presentation(connection);
        assertThat(Presenter.lease(connection)).isPresent();
        assertThat(connection.accessToken()).isEqualTo(former);

        connection.sql(
                "UPDATE token_set SET presented_at = presented_at - interval '2 minutes' WHERE"
                        + " connection_id = $1");
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(connection::accessToken);

        assertThat(store(elsewhere, "brought-by-another")).isTrue();
        assertThat(reader.join()).isEqualTo("brought-by-another");
    }

    /** Without grace nobody but a reader has it asked for again, who has no token to use. */
    @Test
    void rule27_whatIsEndedIsAskedForAsIfItHadExpired() {
        Connected connection = at(ENDING);
        assertThat(Presenter.lease(connection)).isPresent();
        connection.passes("10 minutes");

        assertThat(Presenter.lease(connection)).isPresent();
    }

    @Test
    void rule27_nothingIsRefreshedInTheBackgroundEarlierThanCallersLoseIt() {
        assertThat(ahead(at(ENDING))).isZero();
        assertThat(ahead(at(SPARING))).isEqualTo(120);
        assertThat(ahead(Connected.at(Connected.GRACE))).isEqualTo(300);
    }

    /** By how many seconds what is used becomes due before its expiry. */
    private long ahead(Connected connection) {
        connection.accessToken();
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            usage.write().await().indefinitely();
                            OffsetDateTime due = connection.row().getOffsetDateTime("due_at");
                            return due != null && !due.isAfter(expiry(connection));
                        });
        return ChronoUnit.SECONDS.between(
                connection.row().getOffsetDateTime("due_at"), expiry(connection));
    }

    private static OffsetDateTime expiry(Connected connection) {
        return connection.row().getOffsetDateTime("expires_at");
    }

    @Test
    void rule27_oneReadersWishEndsNoTokenThatOthersHold() {
        Connected connection = at(ENDING).expireIn(600);
        String held = connection.token(0).path("access_token");

        assertThat(connection.token(3_600).<String>path("access_token")).isEqualTo(held);

        connection.expireIn(50);
        assertThat(connection.token(3_600).<String>path("access_token")).isNotEqualTo(held);
        assertThat(connection.presentations()).isEqualTo(1);
    }
}
