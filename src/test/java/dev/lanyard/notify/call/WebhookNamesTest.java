package dev.lanyard.notify.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lanyard.outbound.NotSentException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Name servers that do not answer hold up nobody but those who named them. */
class WebhookNamesTest {
    private static final int THREADS = WebhookNames.PARALLEL;
    private static final String DEAD = "dead";
    private static final Duration PATIENT = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final WorkerExecutor worker = vertx.createSharedWorkerExecutor("names", THREADS);
    private final CountDownLatch revived = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final Map<String, Integer> lookUps = new ConcurrentHashMap<>();
    private final WebhookNames names = new WebhookNames(worker, this::lookUp, PATIENT);

    @AfterEach
    void close() {
        revived.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookUps.merge(host, 1, Integer::sum);
        if (host.startsWith(DEAD)) {
            hang();
        }
        if (host.startsWith("unknown")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private void hang() {
        hanging.incrementAndGet();
        try {
            revived.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As long as a name server's time-out, made short. */
    private InetAddress[] timeOut(String host) throws UnknownHostException {
        if (host.startsWith(DEAD)) {
            try {
                revived.await(1_200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    /** Once each of them has been slow: before that nobody can know. */
    @Test
    void deadNameServersOfEveryNumberOfTenantsLeaveThreadsForOthers() throws Exception {
        WebhookNames names = new WebhookNames(worker, this::timeOut, PATIENT);
        List<Future<InetAddress[]>> firsts =
                IntStream.range(0, 100)
                        .mapToObj(tenant -> names.find("ten_dead" + tenant, DEAD + ".example"))
                        .toList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> firsts.stream().allMatch(Future::isComplete));
        for (int n = 0; n < 60; n++) {
            for (int tenant = 0; tenant < 100; tenant++) {
                names.find("ten_dead" + tenant, DEAD + n + ".example");
            }
        }

        for (int n = 0; n < 5; n++) {
            assertThat(get(names.find("ten_living" + n, "hooks.example"))).hasSize(1);
        }
    }

    @Test
    void slowTenantsTakeTurns() throws Exception {
        WebhookNames names = new WebhookNames(worker, this::timeOut, PATIENT);
        List<Future<InetAddress[]>> firsts =
                IntStream.range(0, 40)
                        .mapToObj(tenant -> names.find("ten_dead" + tenant, DEAD + ".example"))
                        .toList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> firsts.stream().allMatch(Future::isComplete));
        for (int n = 0; n < 60; n++) {
            for (int tenant = 0; tenant < 39; tenant++) {
                names.find("ten_dead" + tenant, DEAD + n + ".example");
            }
        }

        Future<InetAddress[]> good = names.find("ten_dead39", "hooks.example");

        await().atMost(Duration.ofSeconds(15)).until(good::isComplete);
        assertThat(good.result()).hasSize(1);
    }

    /** All threads may be taken by others: that says nothing of its name servers. */
    @Test
    void waitingForAThreadMakesNoTenantSlow() throws Exception {
        WorkerExecutor narrow = vertx.createSharedWorkerExecutor("narrow", 2);
        WebhookNames names =
                new WebhookNames(
                        narrow,
                        host -> host.startsWith("late.") ? timeOut(DEAD) : lookUp(host),
                        PATIENT);
        names.find("ten_a", "late.one.example");
        names.find("ten_a", "late.two.example");
        get(names.find("ten_b", "hooks.example"));

        names.find("ten_b", "dead.one.example");
        names.find("ten_b", "dead.two.example");

        await().until(() -> hanging.get() == WebhookNames.OF_ONE_TENANT);
    }

    @Test
    void whatNobodyWaitsForAnyLongerIsNotLookedUp() {
        Duration patience = Duration.ofMillis(200);
        WebhookNames names = new WebhookNames(worker, this::lookUp, patience);
        names.find("ten_a", "dead.one.example");
        names.find("ten_a", "dead.two.example");
        await().until(() -> hanging.get() == WebhookNames.OF_ONE_TENANT);
        Future<InetAddress[]> waiting = names.find("ten_a", "hooks.example");
        await().pollDelay(patience.plusMillis(100)).until(() -> !waiting.isComplete());

        revived.countDown();

        assertThatThrownBy(() -> get(waiting))
                .hasCauseInstanceOf(NotSentException.class)
                .hasMessageContaining("not found in time");
        assertThat(lookUps).doesNotContainKey("hooks.example");
        assertThat(names.find("ten_a", "hooks.example")).isNotSameAs(waiting);
    }

    @Test
    void whatIsAskedForAgainWhileItWaitsIsLookedUpOnce() throws Exception {
        Duration patience = Duration.ofSeconds(2);
        WebhookNames names = new WebhookNames(worker, this::lookUp, patience);
        names.find("ten_a", "dead.one.example");
        names.find("ten_a", "dead.two.example");
        await().until(() -> hanging.get() == WebhookNames.OF_ONE_TENANT);
        Future<InetAddress[]> waiting = names.find("ten_a", "hooks.example");
        await().pollDelay(patience.plusMillis(100)).until(() -> !waiting.isComplete());

        Future<InetAddress[]> again = names.find("ten_a", "hooks.example");
        revived.countDown();

        assertThat(get(again)).hasSize(1);
        assertThat(again).isSameAs(waiting);
        assertThat(lookUps).containsEntry("hooks.example", 1);
    }

    private List<Future<InetAddress[]>> findDead(String tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> names.find(tenant, DEAD + n + "." + tenant + ".example"))
                .toList();
    }

    private static InetAddress[] get(Future<InetAddress[]> found)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        return found.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void twoLookUpsOfATenantRunAtATimeWhateverItAsksFor() {
        findDead("ten_a", 60);

        await().until(() -> hanging.get() == WebhookNames.OF_ONE_TENANT);

        await().during(Duration.ofMillis(300))
                .until(() -> hanging.get() == WebhookNames.OF_ONE_TENANT);
    }

    @Test
    void aTenantWithDeadNameServersHoldsUpNobodyElse() throws Exception {
        for (int tenant = 0; tenant < 15; tenant++) {
            findDead("ten_dead" + tenant, 60);
        }
        await().until(() -> hanging.get() == 15 * WebhookNames.OF_ONE_TENANT);

        InetAddress[] found = get(names.find("ten_b", "hooks.example"));

        assertThat(found).containsExactly(InetAddress.getLoopbackAddress());
    }

    /** Its own dead name, too, is no reason to wait in a queue for long. */
    @Test
    void whatWaitsForATenantIsBoundedAndTheNextIsRefusedAtOnce() {
        findDead("ten_a", WebhookNames.OF_ONE_TENANT + 100);
        await().until(() -> hanging.get() == WebhookNames.OF_ONE_TENANT);

        Future<InetAddress[]> refused = names.find("ten_a", "one.more.example");

        assertThat(refused.failed()).isTrue();
        assertThat(refused.cause())
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("too many names");
        assertThat(names.find("ten_b", "one.more.example").failed()).isFalse();
    }

    @Test
    void whatWaitedIsLookedUpWhenTheNameServerAnswersAgain() throws Exception {
        List<Future<InetAddress[]>> waiting = findDead("ten_a", 20);

        revived.countDown();

        for (Future<InetAddress[]> each : waiting) {
            assertThat(get(each)).hasSize(1);
        }
        assertThat(get(names.find("ten_a", "hooks.example"))).hasSize(1);
    }

    @Test
    void aNameIsLookedUpOnceForAllDeliveriesOfAFewSeconds() throws Exception {
        for (int i = 0; i < 20; i++) {
            get(names.find("ten_a", "hooks.example"));
        }

        assertThat(lookUps).containsEntry("hooks.example", 1);
    }

    @Test
    void aNameThatIsNotFoundIsNotAskedForAgainAtOnce() {
        for (int i = 0; i < 20; i++) {
            Future<InetAddress[]> found = names.find("ten_a", "unknown.example");
            assertThatThrownBy(() -> get(found)).hasCauseInstanceOf(UnknownHostException.class);
        }

        assertThat(lookUps).containsEntry("unknown.example", 1);
    }

    @Test
    void deliveriesToOneDeadNameHangOnOneLookUp() {
        for (int i = 0; i < 20; i++) {
            names.find("ten_a", "dead.example");
        }
        await().until(() -> hanging.get() == 1);

        await().during(Duration.ofMillis(300)).until(() -> hanging.get() == 1);
    }

    /** As on creation, at a delivery and for {@code /test}: all of them ask here. */
    @Test
    void aTargetWhoseNameIsNotFoundInTimeIsNotWaitedForAnyLonger() {
        WebhookTargets targets = new WebhookTargets(vertx, this::lookUp, true);
        long begun = System.nanoTime();

        assertThatThrownBy(
                        () ->
                                targets.pin("ten_a", URI.create("https://dead.example/"))
                                        .await()
                                        .indefinitely())
                .hasCauseInstanceOf(NotSentException.class)
                .hasMessageContaining("not found in time");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
}
