package dev.lanyard.connection.accesstoken;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.refresh.Presenter.presentation;
import static dev.lanyard.connection.refresh.Presenter.store;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.change.Listening;
import dev.lanyard.connection.change.ListeningConnection;
import dev.lanyard.connection.refresh.Presenter;
import dev.lanyard.connection.refresh.RefreshRequest;
import dev.lanyard.database.Database;
import dev.lanyard.id.Ids;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rules 22 to 24 and 26: who waits, and for how long. */
@QuarkusTest
class WaitingTest {
    @Inject Vertx vertx;
    @Inject Database database;
    @Inject Pool pool;

    @Test
    void rule22_aReaderWithAGoodTokenWaitsThreeSecondsAndThenGetsIt() {
        Connected connection = Connected.at(GRACE);
        String good = connection.accessToken();
        connection.expireIn(30);
        connection
                .sandbox()
                .faults(connection.clientId(), once("slow", "refresh").put("millis", 8_000));

        long start = System.nanoTime();
        String served = connection.accessToken();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(6));
        assertThat(served).isEqualTo(good);
    }

    @Test
    void rule22_aReaderWithoutOneWaitsTwentyFiveSecondsAndIsToldWhenToComeAgain() {
        Connected connection = Connected.at(GRACE).expire();
        connection.accessToken();
        connection.places("held_until = now() + interval '1 hour'");
        connection.expire();

        long start = System.nanoTime();
        Response refused = connection.token();

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(24), Duration.ofSeconds(29));
        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
    }

    /** Another replica has the lease. Its answer comes with {@code NOTIFY}, or is looked for. */
    @Test
    void rule22_aReaderGetsWhatAnotherReplicaStored() {
        Connected connection = Connected.at(GRACE).expire();
        RefreshRequest elsewhere = presentation(connection);
        assertThat(Presenter.lease(connection)).isPresent();
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(connection::accessToken);

        assertThat(store(elsewhere, "brought-by-another")).isTrue();

        assertThat(reader.join()).isEqualTo("brought-by-another");
        assertThat(connection.presentations()).isZero();
    }

    /** A replica of its own, which nobody wakes but the database. */
    @Test
    void rule22_aNotificationWakesWhoeverWaits() {
        Connected connection = Connected.at(GRACE);
        ListeningConnection listening = Listening.ofAnotherReplica(vertx, database, pool);
        TokenNotifications replica = new TokenNotifications(listening);
        replica.onStart(new StartupEvent());

        await().atMost(Duration.ofSeconds(20)).until(() -> isWoken(replica, connection));

        Listening.end(listening);
    }

    /** Listening takes a moment to begin. */
    private static boolean isWoken(TokenNotifications replica, Connected connection) {
        CompletableFuture<Void> woken =
                replica.next(connection.id(), Duration.ofMinutes(1)).subscribeAsCompletionStage();
        assertThat(store(presentation(connection), Ids.random())).isTrue();
        return woken.copy()
                .thenApply(notified -> true)
                .completeOnTimeout(false, 1, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void rule22_withoutNotificationsAReaderLooksForItself() {
        Connected connection = Connected.at(GRACE).expire();
        assertThat(Presenter.lease(connection)).isPresent();
        CompletableFuture<Response> reader = CompletableFuture.supplyAsync(connection::token);

        connection.sql(
                "UPDATE token_set SET version = version + 1, expires_at = now() + interval '2"
                        + " hours' WHERE connection_id = $1");

        await().atMost(Duration.ofSeconds(5)).until(reader::isDone);
        assertThat(reader.join().statusCode()).isEqualTo(200);
    }

    @Test
    void rule23_minTtlAsksForNoRefreshWhileLessThanHalfOfTheLifetimeHasPassed() {
        Connected connection = Connected.at(GRACE);
        connection.sql(
                "UPDATE token_set SET issued_at = now() - interval '14 seconds',"
                        + " expires_at = now() + interval '16 seconds' WHERE connection_id = $1");

        connection.token(60).then().statusCode(200);
        assertThat(connection.presentations()).isZero();

        connection.sql(
                "UPDATE token_set SET issued_at = now() - interval '20 seconds',"
                        + " expires_at = now() + interval '10 seconds' WHERE connection_id = $1");
        connection.token(60).then().statusCode(200);
        assertThat(connection.presentations()).isEqualTo(1);
    }

    @Test
    void rule23_expiresAtIsCountedFromWhenTheRequestWasSent() {
        Connected connection = Connected.at(GRACE).expire();
        connection
                .sandbox()
                .faults(connection.clientId(), once("slow", "refresh").put("millis", 2_500));
        OffsetDateTime sent = OffsetDateTime.now();

        String expiresAt = connection.token().then().statusCode(200).extract().path("expires_at");

        assertThat(Duration.between(sent, OffsetDateTime.parse(expiresAt)))
                .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusSeconds(2));
    }

    @Test
    void rule23_aMissingLifetimeIsTheEntrysDefault() {
        Connected connection = Connected.at(GRACE).expire();
        JsonObject missing = once("odd_expires_in", "refresh").put("as", "missing");
        connection.sandbox().faults(connection.clientId(), missing);

        String expiresAt = connection.token().then().statusCode(200).extract().path("expires_at");

        assertThat(Duration.between(OffsetDateTime.now(), OffsetDateTime.parse(expiresAt)))
                .isBetween(Duration.ofMinutes(118), Duration.ofMinutes(121));
    }

    @Test
    void rule24_theHourlyBudgetBoundsBackgroundWorkAndNoCaller() {
        Connected connection = Connected.at(GRACE);
        connection.pace("budget = -1000, budget_at = now()").due();
        await().atMost(Duration.ofSeconds(10)).until(() -> isPutOff(connection));
        assertThat(connection.presentations()).isZero();

        connection
                .pace("budget = -1000, budget_at = now()")
                .expire()
                .token()
                .then()
                .statusCode(200);

        assertThat(connection.presentations()).isEqualTo(1);
    }

    /** Background work looked at it, and will look again minutes later. */
    private static boolean isPutOff(Connected connection) {
        OffsetDateTime due = connection.row().getOffsetDateTime("due_at");
        return Duration.between(OffsetDateTime.now(), due).compareTo(Duration.ofSeconds(70)) > 0;
    }

    @Test
    void rule26_aDisabledConnectionGivesOutNothingAndIsKeptAliveAllTheSame() {
        Connected connection = Connected.at(GRACE);
        connection.accessToken();
        connection.patch("{\"status\":\"disabled\"}");

        connection.token().then().statusCode(409).body("code", equalTo("connection_disabled"));
        connection.due();

        await().atMost(Duration.ofSeconds(15)).until(() -> connection.presentations() == 1);
        assertThat(connection.status()).isEqualTo("disabled");
    }

    @Test
    void rule26_aRefreshInFlightIsStoredThoughItsConnectionWasDisabledMeanwhile() {
        Connected connection = Connected.at(GRACE).expire();
        long version = connection.row().getLong("version");
        connection
                .sandbox()
                .faults(connection.clientId(), once("slow", "refresh").put("millis", 1_500));
        CompletableFuture<Response> reader = CompletableFuture.supplyAsync(connection::token);
        await().until(() -> connection.presentations() == 1);

        connection.patch("{\"status\":\"disabled\"}");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> connection.row().getLong("version") == version + 1);
        assertThat(reader.join().statusCode()).isEqualTo(409);
    }
}
