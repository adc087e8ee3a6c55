package dev.lanyard.connection.pace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.pace.TokenRequestQueues.Admission;
import dev.lanyard.connection.pace.TokenRequestQueues.Admitted;
import dev.lanyard.connection.pace.TokenRequestQueues.Denied;
import dev.lanyard.connection.pace.TokenRequestQueues.Priority;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The parallel cap of 8, over two replicas: two gates that share nothing but the database. */
@QuarkusTest
class TokenRequestQueuesTest {
    private static final int CAP = 8;
    private static final Duration PATIENT = Duration.ofMinutes(1);

    @Inject Pool pool;
    @Inject Vertx vertx;
    @Inject ProfileClients clients;
    private TokenRequestQueues here;
    private TokenRequestQueues there;
    private RateLimits limits;
    private ProfileClient client;

    @BeforeEach
    void aProfile() {
        Journey journey = Journey.begin();
        client = clients.of(journey.tenant().id(), journey.profileId()).await().indefinitely();
        here = new TokenRequestQueues(new TokenRequestSlots(pool));
        there = new TokenRequestQueues(new TokenRequestSlots(pool));
        limits = new RateLimits(pool);
    }

    @Test
    void rule24_theParallelCapHoldsOverAllReplicas() {
        List<CompletableFuture<Admission>> asked = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            asked.add(enter(here, Priority.CALLER));
            asked.add(enter(there, Priority.CALLER));
        }

        while (!asked.isEmpty()) {
            await().until(() -> asked.stream().anyMatch(CompletableFuture::isDone));
            assertThat(held()).isLessThanOrEqualTo(CAP);
            List<CompletableFuture<Admission>> in =
                    asked.stream().filter(CompletableFuture::isDone).toList();
            assertThat(in).hasSizeLessThanOrEqualTo(CAP);
            in.forEach(entered -> here.release(place(entered)).await().indefinitely());
            asked.removeAll(in);
        }
        assertThat(held()).isZero();
    }

    /** Else two would go on in one Vert.x context, and one come upon the other's session. */
    @Test
    void whoIsAdmittedGoesOnWhereItAsked() {
        List<Slot> held = takeAll();
        Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        CompletableFuture<Context> admitted = new CompletableFuture<>();
        own.runOnContext(
                start ->
                        here.acquire(client, Priority.CALLER, PATIENT)
                                .subscribe()
                                .with(entered -> admitted.complete(Vertx.currentContext())));

        here.release(held.get(0)).await().indefinitely();

        assertThat(admitted).succeedsWithin(10, SECONDS).isEqualTo(own);
    }

    @Test
    void aKilledReplicasPlaceIsFreeAgainWhenItsCallMustHaveEnded() {
        takeAll();
        CompletableFuture<Admission> waiting = enter(there, Priority.CALLER);
        assertThat(held()).isEqualTo(CAP);
        assertThat(waiting).isNotDone();

        sql(
                "UPDATE token_request_place SET held_until = held_until - interval '16 seconds'"
                        + " WHERE tenant_id = $1 AND profile_id = $2 AND place = 3");

        assertThat(place(waiting).number()).isEqualTo(3);
    }

    @Test
    void rule14_outstandingAnswersGoFirstThenCallersThenBackgroundWork() {
        List<Slot> held = takeAll();
        Queue<String> order = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> waiting =
                IntStream.range(0, 2)
                        .boxed()
                        .flatMap(
                                n ->
                                        List.of(
                                                Priority.BACKGROUND,
                                                Priority.CALLER,
                                                Priority.OUTSTANDING)
                                                .stream())
                        .map(priority -> leaveAtOnce(priority, order))
                        .toList();

        here.release(held.get(0)).await().indefinitely();

        waiting.forEach(w -> assertThat(w).succeedsWithin(10, SECONDS));
        assertThat(order)
                .containsExactly(
                        "OUTSTANDING",
                        "OUTSTANDING",
                        "CALLER",
                        "CALLER",
                        "BACKGROUND",
                        "BACKGROUND");
    }

    private CompletableFuture<Void> leaveAtOnce(Priority priority, Queue<String> order) {
        return here.acquire(client, priority, PATIENT)
                .invoke(entered -> order.add(priority.name()))
                .chain(entered -> here.release(((Admitted) entered).place()))
                .subscribeAsCompletionStage();
    }

    /** A caller joins what the background began. */
    @Test
    void whatACallerJoinsGoesAheadOfTheBackgroundAndOfCallersThatCameLater() {
        List<Slot> held = takeAll();
        Queue<String> order = new ConcurrentLinkedQueue<>();
        Urgency joined = new Urgency(Priority.BACKGROUND);
        CompletableFuture<Void> other =
                leaveAtOnce(new Urgency(Priority.BACKGROUND), "other", order);
        CompletableFuture<Void> first = leaveAtOnce(joined, "joined", order);
        CompletableFuture<Void> later = leaveAtOnce(new Urgency(Priority.CALLER), "later", order);

        joined.join();
        here.release(held.get(0)).await().indefinitely();

        List.of(other, first, later).forEach(w -> assertThat(w).succeedsWithin(10, SECONDS));
        assertThat(order).containsExactly("joined", "later", "other");
        assertThat(joined.isAsked()).isTrue();
    }

    private CompletableFuture<Void> leaveAtOnce(Urgency urgency, String name, Queue<String> order) {
        return here.acquire(client, urgency, PATIENT)
                .invoke(entered -> order.add(name))
                .chain(entered -> here.release(((Admitted) entered).place()))
                .subscribeAsCompletionStage();
    }

    @Test
    void anOutstandingAnswerStaysAheadOfCallersWhoeverJoinsIt() {
        Urgency outstanding = new Urgency(Priority.OUTSTANDING);

        outstanding.join();

        assertThat(outstanding.priority()).isEqualTo(Priority.OUTSTANDING);
        assertThat(outstanding.isAsked()).isTrue();
    }

    /** One slot in ten seconds: the second would wait for all of them. */
    @Test
    void whatWasNotSentCostsNothingOfTheRate() {
        limits.limited(client, Optional.of(Duration.ZERO), Duration.ZERO).await().indefinitely();
        sql(
                "UPDATE profile_pace SET ceiling = 0.2, slot_at = now(), paused_until = now() WHERE"
                        + " tenant_id = $1 AND profile_id = $2");
        Slot denied = place(enter(here, Priority.CALLER));
        CompletableFuture<Admission> next = enter(here, Priority.CALLER);
        assertThat(next).isNotDone();

        here.giveBack(denied).await().indefinitely();

        assertThat(next).succeedsWithin(4, SECONDS).isInstanceOf(Admitted.class);
        here.release(place(next)).await().indefinitely();
        assertThat(enter(here, Priority.CALLER)).failsWithin(1, SECONDS);
    }

    @Test
    void aFullProfileHoldsUpNoOther() {
        takeAll();
        enter(here, Priority.OUTSTANDING);
        Journey other = Journey.begin();
        ProfileClient free =
                clients.of(other.tenant().id(), other.profileId()).await().indefinitely();

        CompletableFuture<Admission> entered =
                here.acquire(free, Priority.BACKGROUND, PATIENT).subscribeAsCompletionStage();

        assertThat(entered).succeedsWithin(5, SECONDS).isInstanceOf(Admitted.class);
    }

    @Test
    void aLineIsForgottenWhenNobodyStandsInIt() {
        takeAll();
        await().atMost(Duration.ofSeconds(5)).until(() -> here.lines() == 0);
        CompletableFuture<Admission> waiting = enter(here, Priority.CALLER);
        assertThat(here.lines()).isEqualTo(1);

        sql(
                "UPDATE token_request_place SET held_until = now() WHERE tenant_id = $1 AND"
                        + " profile_id = $2");
        place(waiting);
        await().atMost(Duration.ofSeconds(5)).until(() -> here.lines() == 0);
    }

    @Test
    void rule20_aPauseTurnsEverybodyAwayButOutstandingAnswers() {
        takeAll();
        CompletableFuture<Admission> background = enter(here, Priority.BACKGROUND);
        CompletableFuture<Admission> caller = enter(here, Priority.CALLER);
        CompletableFuture<Admission> outstanding = enter(here, Priority.OUTSTANDING);
        limits.limited(client, Optional.of(Duration.ofMinutes(10)), Duration.ZERO)
                .await()
                .indefinitely();

        sql(
                "UPDATE token_request_place SET held_until = now() WHERE tenant_id = $1 AND"
                        + " profile_id = $2");

        assertThat(outstanding).succeedsWithin(5, SECONDS).isInstanceOf(Admitted.class);
        assertThat(turnedAway(caller)).isBetween(Duration.ofSeconds(580), Duration.ofMinutes(10));
        assertThat(turnedAway(background))
                .isBetween(Duration.ofSeconds(580), Duration.ofMinutes(10));
    }

    @Test
    void whoWouldWaitLongerThanItsPatienceIsTurnedAwayAtOnce() {
        limits.limited(client, Optional.of(Duration.ZERO), Duration.ZERO).await().indefinitely();
        sql(
                "UPDATE profile_pace SET ceiling = 4, slot_at = now(), paused_until = now() WHERE"
                        + " tenant_id = $1 AND profile_id = $2");
        List<CompletableFuture<Admission>> line =
                IntStream.range(0, 8).mapToObj(n -> enter(here, Priority.CALLER)).toList();
        place(line.get(3));

        CompletableFuture<Admission> impatient =
                here.acquire(client, Priority.CALLER, Duration.ofMillis(300))
                        .subscribeAsCompletionStage();

        assertThat(impatient).succeedsWithin(Duration.ofMillis(300));
        assertThat(turnedAway(impatient)).isGreaterThan(Duration.ofMillis(300));
        assertThat(place(line.get(7))).isNotNull();
    }

    private List<Slot> takeAll() {
        return IntStream.range(0, CAP).mapToObj(n -> place(enter(here, Priority.CALLER))).toList();
    }

    private CompletableFuture<Admission> enter(TokenRequestQueues queues, Priority priority) {
        return queues.acquire(client, priority, PATIENT).subscribeAsCompletionStage();
    }

    private static Slot place(CompletableFuture<Admission> entered) {
        assertThat(entered).succeedsWithin(10, SECONDS).isInstanceOf(Admitted.class);
        return ((Admitted) entered.join()).place();
    }

    private static Duration turnedAway(CompletableFuture<Admission> asked) {
        assertThat(asked).succeedsWithin(5, SECONDS).isInstanceOf(Denied.class);
        return ((Denied) asked.join()).delay();
    }

    private int held() {
        return sqlRows(
                "SELECT 1 FROM token_request_place WHERE tenant_id = $1 AND profile_id = $2 AND"
                        + " held_until > now()");
    }

    private void sql(String statement) {
        sqlRows(statement);
    }

    private int sqlRows(String statement) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(client.profile().tenantId(), client.profile().id()))
                .await()
                .indefinitely()
                .size();
    }
}
