package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.DatabaseServer;
import dev.lanyard.chaos.rig.Pause;
import dev.lanyard.chaos.rig.Readers;
import dev.lanyard.chaos.rig.Report;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.chaos.rig.TimedReads;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Tenant;
import dev.lanyard.support.SilentRelay;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The database's host answers nothing for a while, under token reads and refreshes: stopped whole,
 * or behind a network that drops every byte. A token is one SELECT away, so none is read meanwhile;
 * what must hold is that each call is told so within seconds, that everything works soon after the
 * host is back, without a restart, and that nothing is lost.
 */
class FrozenDatabaseIT {
    private static final int REPLICAS = 2;
    private static final int REFRESHING = 20;
    private static final int LIFETIME_SECONDS = 4;

    /** Of one call, whatever becomes of it: a look for a connection, and then a statement. */
    private static final Duration ONE_CALL = Duration.ofSeconds(12);

    private static final Duration BACK_TO_WORK = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofSeconds(180);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final DatabaseServer DATABASE = DatabaseServer.own();
    private static SilentRelay relay;
    private static Arena arena;

    private final Sizes sizes = Sizes.chosen();
    private final Tenant idle = arena.tenant(ProviderEntry.BITBUCKET);
    private final String good = arena.connect(idle, 1).get(0);
    private final Tenant busy = arena.tenant(Arena.WIDE);
    private final Survival survival = new Survival(arena, busy);

    @BeforeAll
    static void start() {
        relay = new SilentRelay(DATABASE.port());
        arena = Arena.on("frozen", REPLICAS, relay.port());
    }

    @AfterAll
    static void end() throws IOException {
        arena.close();
        relay.close();
    }

    @Test
    void aStoppedServerCostsSecondsAndNoRestart() {
        freezeAgainAndAgain("SIGSTOP", DATABASE::freeze, DATABASE::thaw);
    }

    @Test
    void aNetworkThatDropsEveryByteCostsSecondsAndNoRestart() {
        freezeAgainAndAgain("no byte passes", relay::vanish, relay::comeBack);
    }

    private void freezeAgainAndAgain(String how, Runnable freeze, Runnable thaw) {
        arena.lifetime(busy, LIFETIME_SECONDS);
        List<String> refreshing = arena.connect(busy, REFRESHING);
        List<Long> processes = processes();
        try (Readers readers = new Readers(arena, busy, refreshing)) {
            for (int number = 1; number <= sizes.freezes(); number++) {
                awaitRefreshes();
                freezeOnce(how, freeze, thaw);
            }
            refreshing.forEach(this::awaitAnswer);
            readers.close();
            assertThat(readers.answers()).doesNotContainKey(Readers.RECONNECT_REQUIRED);
        }
        assertThat(processes()).as("no replica was started again").isEqualTo(processes);
        survival.assertAllAlive(refreshing);
        survival.assertEachPresentedOnce();
        Report.say("%s: refresh tokens %s", how, survival.presentations());
    }

    /** A mark that was written when its holder had given up rests for two minutes (rule 15). */
    private void awaitAnswer(String id) {
        await().atMost(LONGEST_REST)
                .until(() -> survival.history(id).getString("answer_outstanding_since") == null);
    }

    private static List<Long> processes() {
        return replicas().map(Replica::pid).toList();
    }

    private static Stream<Replica> replicas() {
        return Stream.of(arena.replica(1), arena.replica(2));
    }

    private void awaitRefreshes() {
        int before = survival.presentations().getInteger("accepted");
        await().atMost(Duration.ofSeconds(150))
                .until(
                        () ->
                                survival.presentations().getInteger("accepted")
                                        >= before + REFRESHING);
    }

    private void freezeOnce(String how, Runnable freeze, Runnable thaw) {
        try (TimedReads first = new TimedReads(idle.at(arena.replica(1)), good);
                TimedReads second = new TimedReads(idle.at(arena.replica(2)), good)) {
            Pause.of(Duration.ofSeconds(2));
            long frozen = System.nanoTime();
            freeze.run();
            Pause.of(sizes.frozen().dividedBy(2));
            assertThat(replicas()).allMatch(each -> each.health("live") == 200, "live");
            assertThat(replicas()).noneMatch(each -> each.health("ready") == 200);
            Pause.of(sizes.frozen().dividedBy(2));
            thaw.run();
            long back = System.nanoTime();
            Pause.of(BACK_TO_WORK.plusSeconds(5));
            judge(how, first, frozen, back);
            judge(how, second, frozen, back);
        }
        await().atMost(PATIENCE).until(() -> replicas().allMatch(r -> r.health("ready") == 200));
    }

    private static void judge(String how, TimedReads reads, long frozen, long back) {
        long later = back + BACK_TO_WORK.toNanos();
        Report.say(
                "%s: meanwhile %s, one call at most %d ms; afterwards the first served after %d ms,"
                        + " the last failure after %d ms",
                how,
                reads.outcomes(frozen, back),
                reads.longest(frozen, later),
                reads.firstServed(back),
                reads.lastFailure(back));

        assertThat(reads.outcomes(frozen + Duration.ofSeconds(1).toNanos(), back))
                .as("a problem that says so, and when to come again")
                .containsKey("503 unavailable");
        assertThat(reads.longest(frozen, later)).isLessThan(ONE_CALL.toMillis());
        assertThat(reads.lastFailure(back)).isLessThan(BACK_TO_WORK.toMillis());
        assertThat(reads.outcomes(later, Long.MAX_VALUE)).containsOnlyKeys("200");
    }
}
