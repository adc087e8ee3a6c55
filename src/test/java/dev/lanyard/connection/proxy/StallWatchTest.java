package dev.lanyard.connection.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing may stand still for too long; all of it may take as long as it likes. */
class StallWatchTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger stalls = new AtomicInteger();
    private final StallWatch watch = new StallWatch(vertx, nanos::get, stalls::incrementAndGet);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    @Test
    void tellsOnceWhenNothingGoesOn() {
        watch.expect(30);
        pass(30);

        await().until(() -> stalls.get() == 1);
        await().during(Duration.ofMillis(150)).until(() -> stalls.get() == 1);
    }

    @Test
    void doesNotTellWhileSomethingGoesOn() {
        watch.expect(20);
        for (int i = 0; i < 5; i++) {
            pass(19);
            watch.progress();
            await().during(Duration.ofMillis(30)).until(() -> stalls.get() == 0);
        }

        assertThat(stalls).hasValue(0);
    }

    @Test
    void doesNotTellWhenStopped() {
        watch.expect(20);
        watch.stop();
        pass(100);

        await().during(Duration.ofMillis(100)).until(() -> stalls.get() == 0);
    }
}
