package dev.lanyard.connection.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.connection.accesstoken.UsageTracker;
import dev.lanyard.connection.grant.KeepAlive;
import dev.lanyard.connection.pace.HourlyBudgets;
import dev.lanyard.id.Ids;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When background work refreshes, and how much of it (rules 24 and 25). */
@QuarkusTest
class BackgroundTest {
    private static final int BURST = 900 / 60;

    @Inject Pool pool;
    @Inject ProfileClients clients;
    @Inject UsageTracker usage;

    /** Rule 24: 900 an hour, a minute's worth at once, whoever asks. */
    @Test
    void rule24_theHourlyBudgetHoldsOverAllReplicas() {
        ProfileClient client = client(Journey.begin());
        List<HourlyBudgets> replicas = List.of(new HourlyBudgets(pool), new HourlyBudgets(pool));

        List<Duration> waits =
                IntStream.range(0, 40)
                        .mapToObj(n -> replicas.get(n % 2))
                        .map(budgets -> spend(budgets, client).subscribeAsCompletionStage())
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(waits.stream().filter(Duration::isZero)).hasSizeBetween(BURST, BURST + 2);
        assertThat(waits.stream().filter(wait -> !wait.isZero()))
                .allSatisfy(
                        wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(4)));
    }

    private static Uni<Duration> spend(HourlyBudgets budgets, ProfileClient client) {
        return budgets.spend(client.profile().tenantId(), client.profile().id(), client.provider());
    }

    @Test
    void theBudgetComesBackWithTime() {
        ProfileClient client = client(Journey.begin());
        HourlyBudgets budgets = new HourlyBudgets(pool);
        while (spend(budgets, client).await().indefinitely().isZero()) {
            // until it is spent
        }

        execute(
                "UPDATE profile_pace SET budget_at = budget_at - interval '8 seconds' WHERE"
                        + " profile_id = $1",
                client.profile().id());

        assertThat(spend(budgets, client).await().indefinitely()).isZero();
        assertThat(spend(budgets, client).await().indefinitely()).isZero();
        assertThat(spend(budgets, client).await().indefinitely()).isPositive();
    }

    @Test
    void aSpentBudgetHoldsUpBackgroundWorkButNoCaller() {
        Connected idle = Connected.at(Connected.GRACE);
        Connected asked = Connected.on(idle.journey(), "u2").expire();
        execute(
                "INSERT INTO profile_pace (tenant_id, profile_id, budget, budget_at) VALUES ($2,"
                        + " $1, -100, now()) ON CONFLICT (tenant_id, profile_id) DO UPDATE SET budget ="
                        + " -100, budget_at = now()",
                idle.journey().profileId(),
                idle.journey().tenant().id());
        idle.sql("UPDATE token_set SET due_at = now() WHERE connection_id = $1");

        asked.token().then().statusCode(200);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> due(idle).isAfter(OffsetDateTime.now().plusMinutes(3)));

        assertThat(idle.presentations()).isEqualTo(1);
        assertThat(idle.row().getLong("version")).isEqualTo(1);
    }

    /** Its profile has spent its budget, and nothing else of it is claimed for minutes. */
    @Test
    void rule14_anOutstandingAnswerIsClaimedByItself() {
        Connected connection = Connected.at(Connected.GRACE);
        execute(
                "INSERT INTO profile_pace (tenant_id, profile_id, budget, budget_at) VALUES ($2,"
                        + " $1, -100, now())",
                connection.journey().profileId(),
                connection.journey().tenant().id());
        Connected idle = connection.sibling().due();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> due(idle).isAfter(OffsetDateTime.now().plusMinutes(3)));

        connection.sql(
                "UPDATE token_set SET presented_at = now() - interval '1 minute', lease_until ="
                        + " now() - interval '30 seconds', due_at = now() WHERE connection_id = $1");

        await().atMost(Duration.ofSeconds(15))
                .until(() -> connection.row().getLong("version") == 2);
    }

    /** Rule 25, for any id: at half of 90 days, spread evenly over a fifth of that. */
    @Test
    void keepAliveIsSpreadEvenlyAroundHalfTheIdleLifetime() {
        String at = KeepAlive.AT.formatted(1).replace("$2", "id");
        String[] ids =
                IntStream.range(0, 20_000)
                        .mapToObj(n -> "conn_" + Ids.random())
                        .toArray(String[]::new);

        List<Double> days =
                pool
                        .preparedQuery(
                                "SELECT extract(epoch FROM "
                                        + at
                                        + " - now())::float8 / 86400 FROM unnest($2::text[]) AS id")
                        .execute(Tuple.of(Duration.ofDays(45).toSeconds() * 1.0, ids))
                        .await()
                        .indefinitely()
                        .stream()
                        .map(row -> row.getDouble(0))
                        .toList();

        assertThat(days).allSatisfy(day -> assertThat(day).isBetween(40.5, 49.5));
        Map<Integer, Long> inEachTenth =
                days.stream()
                        .collect(
                                Collectors.groupingBy(
                                        day -> (int) ((day - 40.5) / 0.9), Collectors.counting()));
        // 2,000 are expected in each, give or take five standard deviations
        assertThat(inEachTenth.values())
                .hasSize(10)
                .allSatisfy(count -> assertThat(count).isCloseTo(2_000, within(215L)));
    }

    @Test
    void aConnectionThatNobodyUsesIsNotRefreshedAheadOfItsExpiry() {
        Connected connection = Connected.at(Connected.GRACE);

        assertThat(due(connection))
                .isBetween(OffsetDateTime.now().plusDays(40), OffsetDateTime.now().plusDays(50));
    }

    @Test
    void aUsedConnectionIsRefreshedAheadOfItsExpiryOnceUntilItIsUsedAgain() {
        Connected connection = Connected.at(Connected.GRACE);
        connection.accessToken();
        usage.write().await().indefinitely();
        OffsetDateTime expiry = connection.row().getOffsetDateTime("expires_at");
        await().atMost(Duration.ofSeconds(15))
                .until(() -> due(connection).isBefore(expiry.minusMinutes(4)));
        assertThat(due(connection)).isAfter(expiry.minusMinutes(6));

        connection.sql("UPDATE token_set SET due_at = now() WHERE connection_id = $1");
        await().atMost(Duration.ofSeconds(15))
                .until(() -> connection.row().getLong("version") == 2);

        assertThat(due(connection)).isAfter(OffsetDateTime.now().plusDays(40));
    }

    private static OffsetDateTime due(Connected connection) {
        return connection.row().getOffsetDateTime("due_at");
    }

    private ProfileClient client(Journey journey) {
        return clients.of(journey.tenant().id(), journey.profileId()).await().indefinitely();
    }

    private List<Row> execute(String sql, String... values) {
        return pool
                .preparedQuery(sql)
                .execute(Tuple.from(List.of((Object[]) values)))
                .await()
                .indefinitely()
                .stream()
                .toList();
    }
}
