package dev.lanyard.connection.background;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.refresh.Presenter.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.RefreshCoordinator;
import dev.lanyard.connection.refresh.RefreshDemand;
import dev.lanyard.connection.refresh.TokenVersion;
import dev.lanyard.id.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Work that is denied for a while, and when it is looked at again. */
@QuarkusTest
class PutOffTest {
    @Inject RefreshCoordinator coordinator;

    @Test
    void rule14_anOutstandingAnswerIsAskedForWhenThePauseEndsThatHeldItUp() {
        Connected connection = Connected.at(GRACE);
        assertThat(lease(connection)).isPresent();
        connection.passes("21 seconds").pace("paused_until = now() + interval '4 seconds'").due();

        await().pollDelay(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(15))
                .until(() -> connection.row().getLong("version") == 2);

        assertThat(connection.pace().getOffsetDateTime("paused_until"))
                .isBefore(connection.row().getOffsetDateTime("refreshed_at"));
    }

    @Test
    void rule14_aCallerOfAnOutstandingAnswerIsToldWhenThePauseEnds() {
        Connected connection = Connected.at(GRACE).expire();
        assertThat(lease(connection)).isPresent();
        connection.passes("21 seconds").notDue();
        connection.pace("paused_until = now() + interval '2 minutes'");

        Response refused = connection.token();

        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(100, 121);
        assertThat(connection.presentations()).isZero();
    }

    @Test
    void whatAPauseDeniesCostsNothingOfTheHourlyBudget() {
        Connected connection = Connected.at(GRACE);
        connection.pace(
                "budget = 5, budget_at = now(), paused_until = now() + interval '10 minutes'");

        connection.due();
        await().atMost(Duration.ofSeconds(15)).until(() -> isPutOff(connection));

        assertThat(connection.presentations()).isZero();
        await().until(() -> connection.pace().getDouble("budget") >= 5);
    }

    /** All places are taken; the background waits first, then callers of two connections. */
    @Test
    void aCallerWhoJoinsTheBackgroundsRefreshIsNotBehindOtherCallers() {
        Connected joined = Connected.at(GRACE).expire().notDue();
        Connected other = joined.sibling().expire().notDue();
        Connected third = Connected.on(joined.journey(), "u3").notDue();
        third.refresh().then().statusCode(200);
        joined.places("held_until = now() + interval '1 minute', holder = 'test'");
        refreshInBackground(third);
        refreshInBackground(joined);
        CompletableFuture<Response> later = CompletableFuture.supplyAsync(other::token);
        CompletableFuture<Response> reader = CompletableFuture.supplyAsync(joined::token);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> !later.isDone() && !reader.isDone());

        joined.places("held_until = CASE place WHEN 1 THEN now() ELSE held_until END");

        assertThat(reader.join().statusCode()).isEqualTo(200);
        assertThat(later.join().statusCode()).isEqualTo(200);
        await().until(() -> third.row().getLong("version") == 3);
        assertThat(refreshedAt(joined)).isBefore(refreshedAt(other));
        assertThat(refreshedAt(other)).isBefore(refreshedAt(third));
    }

    private void refreshInBackground(Connected connection) {
        ConnectionRef ref =
                new ConnectionRef(connection.row().getString("tenant_id"), connection.id());
        coordinator
                .refresh(
                        new TokenVersion(ref, connection.row().getLong("version")),
                        RefreshDemand.BACKGROUND)
                .subscribe()
                .with(ended -> {}, failure -> {});
    }

    private static OffsetDateTime refreshedAt(Connected connection) {
        return connection.row().getOffsetDateTime("refreshed_at");
    }

    @Test
    void aProviderThatIsGoneIsToldOnceAndItsRowsArePutOff() {
        String gone = "gone-" + Ids.random().substring(0, 8).toLowerCase();
        Connected outstanding = Connected.at(GRACE);
        Connected idle = outstanding.sibling();
        assertThat(lease(outstanding)).isPresent();
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Lines(lines);
        Logger.getLogger("").addHandler(handler);

        try {
            for (Connected each : List.of(outstanding, idle)) {
                each.sql("UPDATE connection SET provider = '" + gone + "' WHERE id = $1");
                each.sql(
                        "UPDATE connector_profile p SET provider = '"
                                + gone
                                + "' FROM connection c WHERE c.id = $1 AND p.id ="
                                + " c.connector_profile_id");
            }
            outstanding.passes("21 seconds").due();
            idle.due();
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(
                            () ->
                                    assertThat(List.of(outstanding, idle))
                                            .allMatch(PutOffTest::isPutOff));
            idle.expire().token().then().statusCode(503);
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }

        assertThat(lines.stream().filter(line -> line.contains(gone))).hasSize(1);
        assertThat(lines)
                .noneMatch(line -> line.contains(idle.id()) || line.contains(outstanding.id()));
    }

    private static boolean isPutOff(Connected connection) {
        return connection
                .row()
                .getOffsetDateTime("due_at")
                .isAfter(OffsetDateTime.now().plusMinutes(4));
    }

    private static final class Lines extends Handler {
        private final List<String> lines;

        Lines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                lines.add(
                        line.getMessage()
                                + java.util.Arrays.toString(line.getParameters())
                                + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
