package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.DatabaseServer;
import dev.lanyard.chaos.rig.Expiry;
import dev.lanyard.chaos.rig.Fate;
import dev.lanyard.chaos.rig.Pause;
import dev.lanyard.chaos.rig.Reading;
import dev.lanyard.chaos.rig.RowLock;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Nothing is sent after its deadline: 5 s after the statement that wrote the mark (rule 3). The
 * marks are Lanyard's, the arrivals the provider's own records.
 */
class SlowProviderIT {
    private static final Duration START = Duration.ofSeconds(5);
    private static final Duration SLOW = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int STOPPED = 2;

    private final Arena arena = Arena.shared();
    private final Sizes sizes = Sizes.chosen();

    @Test
    void sendsEveryCallInTimeWhenTheProviderTakesEightSeconds() {
        Tenant tenant = arena.tenant(Arena.WIDE);
        Survival survival = new Survival(arena, tenant);
        List<String> connections = arena.connect(tenant, sizes.slowCalls());
        new Expiry(arena, tenant).expire(connections);
        arena.traffic().delay(SLOW);
        arena.traffic().plan(number -> Fate.DELAYED_ANSWER);

        List<CompletableFuture<Answer>> reads =
                connections.stream().map(id -> tenant.api().getAsync(Reading.token(id))).toList();
        Map<String, Instant> marks = marks(survival, connections);

        assertThat(reads.stream().map(CompletableFuture::join))
                .extracting(Answer::status)
                .containsOnly(200);
        assertThat(marks).hasSameSizeAs(connections);
        connections.forEach(id -> assertInTime(tenant, id, marks.get(id)));
        arena.calm();
        survival.assertAllAlive(connections);
        survival.assertEachPresentedOnce();
    }

    /** When each connection's refresh token was about to be presented, by the database's clock. */
    private static Map<String, Instant> marks(Survival survival, List<String> connections) {
        Map<String, Instant> marks = new HashMap<>();
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            connections.forEach(id -> note(survival, id, marks));
                            return marks.size() == connections.size();
                        });
        return marks;
    }

    private static void note(Survival survival, String id, Map<String, Instant> marks) {
        String mark = survival.history(id).getString("answer_outstanding_since");
        if (mark != null) {
            marks.putIfAbsent(id, Instant.parse(mark));
        }
    }

    private void assertInTime(Tenant tenant, String id, Instant mark) {
        List<Instant> arrivals = arrivals(tenant, id);
        Instant last = arrivals.get(arrivals.size() - 1);
        assertThat(last).isBetween(mark, mark.plus(START));
    }

    /** When refresh tokens of that connection's grant arrived at the provider. */
    private List<Instant> arrivals(Tenant tenant, String id) {
        String account = tenant.connection(id).getJsonObject("account").getString("name");
        String grant =
                arena.provider().grants(tenant.clientId()).stream()
                        .filter(each -> account.equals(each.getString("account")))
                        .findFirst()
                        .orElseThrow()
                        .getString("id");
        return arena.provider().presentations(tenant.clientId()).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(item -> "refresh_token".equals(item.getString("kind")))
                .filter(item -> grant.equals(item.getString("grant_id")))
                .map(item -> Instant.parse(item.getString("at")))
                .toList();
    }

    @Test
    void sendsNothingWhenItsProcessWasStoppedBetweenMarkAndSend() {
        Tenant tenant = arena.tenant(ProviderEntry.STRICT);
        Survival survival = new Survival(arena, tenant);
        List<String> connection = arena.connect(tenant, 1);
        String id = connection.get(0);
        new Expiry(arena, tenant).expire(connection);

        CompletableFuture<Answer> read = readAndStop(tenant, id);
        Instant mark = marks(survival, connection).get(id);
        Pause.of(sizes.stopped());
        arena.replica(STOPPED).resume();

        await().atMost(PATIENCE).until(() -> survival.outcomes(id).contains("not_sent"));
        Instant notSent = survival.lastAt(id, "not_sent");
        assertThat(notSent).isAfter(mark.plus(START));
        assertThat(arrivals(tenant, id))
                .noneMatch(arrival -> arrival.isAfter(mark) && arrival.isBefore(notSent));
        read.handle((answer, failure) -> answer).join();
        survival.assertAllAlive(connection);
        survival.assertEachPresentedOnce();
    }

    /** The replica's statement has written the mark when it stops, and its answer waits for it. */
    private CompletableFuture<Answer> readAndStop(Tenant tenant, String id) {
        try (RowLock lock = DatabaseServer.shared().lock(id)) {
            CompletableFuture<Answer> read =
                    tenant.at(arena.replica(STOPPED)).getAsync(Reading.token(id));
            lock.awaitWaiting();
            arena.replica(STOPPED).pause();
            return read;
        }
    }
}
