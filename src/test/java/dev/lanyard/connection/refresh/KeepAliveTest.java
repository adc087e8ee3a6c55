package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.background.DueTokenSets;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Rule 25: idle connections outlive the provider's idle limit. */
@QuarkusTest
class KeepAliveTest {
    private static final Duration HALF = Duration.ofDays(45);

    @Inject Pool pool;

    @Test
    void rule25_isDueAtHalfTheIdleLifetimeSpreadByTheConnectionsId() {
        Connected connection = Connected.at(GRACE);
        Connected sibling = connection.sibling();

        Duration first = untilDue(connection);
        Duration second = untilDue(sibling);

        assertThat(first).isBetween(share(0.9), share(1.1));
        assertThat(second).isBetween(share(0.9), share(1.1));
        assertThat(first.minus(second).abs()).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void rule25_everyRefreshPutsItOffAgain() {
        Connected connection = Connected.at(GRACE).due();

        await().atMost(Duration.ofSeconds(15)).until(() -> connection.presentations() == 1);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> untilDue(connection).compareTo(share(0.89)) > 0);
        assertThat(connection.outcomes()).containsExactly("issued");
    }

    /** What another replica holds just now is passed over, and not waited for. */
    @Test
    void rule25_claimsSkipWhatIsLocked() {
        Connected connection = Connected.at(GRACE);
        connection.sql(
                "UPDATE token_set SET due_at = now() + interval '2 seconds' WHERE connection_id ="
                        + " $1");
        SqlConnection elsewhere = Presenter.await(pool.getConnection());
        lock(elsewhere, connection);
        await().until(() -> untilDue(connection).isNegative());

        DueTokenSets.Share all = new DueTokenSets.Share(64, 64, Set.of());
        CompletableFuture<List<DueTokenSets.Due>> claimed =
                Presenter.bean(DueTokenSets.class).claim(all).subscribeAsCompletionStage();

        assertThat(claimed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(claimed.join()).noneMatch(due -> due.connection().id().equals(connection.id()));
        assertThat(connection.presentations()).isZero();
        Presenter.await(elsewhere.close());
        await().atMost(Duration.ofSeconds(15)).until(() -> connection.presentations() == 1);
    }

    private static void lock(SqlConnection elsewhere, Connected connection) {
        Presenter.await(elsewhere.begin());
        Presenter.await(
                elsewhere
                        .preparedQuery(
                                "SELECT 1 FROM token_set WHERE connection_id = $1 FOR UPDATE")
                        .execute(Tuple.of(connection.id())));
    }

    private static Duration untilDue(Connected connection) {
        return Duration.between(OffsetDateTime.now(), connection.row().getOffsetDateTime("due_at"));
    }

    private static Duration share(double share) {
        return Duration.ofSeconds((long) (HALF.toSeconds() * share));
    }
}
