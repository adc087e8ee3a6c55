package dev.lanyard.notify.delivery;

import dev.lanyard.notify.delivery.Delivery.DeliveryLease;
import dev.lanyard.runtime.LogFields;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import dev.lanyard.runtime.ShutdownWait;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Brings events to webhooks. Every second it takes what is due and starts it; when a delivery is
 * over, it takes what that webhook has next, so that a burst does not wait for the clock.
 */
@ApplicationScoped
class WebhookDispatcher {
    private static final Logger LOG = Logger.getLogger(WebhookDispatcher.class);

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final RecurringTask looking = new RecurringTask(LOG, "Looking for webhook deliveries");
    private final DueDeliveries due;
    private final DeliveryAttempt attempt;
    private final DeliveryRecorder end;
    private final Vertx vertx;
    private final ShutdownWait shutdown;
    private final DeliverySlots places = new DeliverySlots();

    WebhookDispatcher(
            DueDeliveries due,
            DeliveryAttempt attempt,
            DeliveryRecorder end,
            Vertx vertx,
            ShutdownWait shutdown) {
        this.due = due;
        this.attempt = attempt;
        this.end = end;
        this.vertx = vertx;
        this.shutdown = shutdown;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> dispatchDue() {
        if (shutdown.isStopping()) {
            places.close();
        }
        return looking.run(due.claim(places.room()).invoke(this::start).chain(due::lineUp));
    }

    private void start(List<Delivery> taken) {
        taken.forEach(
                delivery ->
                        LogFields.runWith(
                                vertx, delivery.lease().tenantId(), () -> start(delivery)));
    }

    /** A failure is told, and the lease runs out: the delivery is tried again. */
    private void start(Delivery delivery) {
        long began = System.nanoTime();
        Uni<Void> work =
                places.begin(delivery.lease())
                        ? deliver(delivery).chain(() -> next(delivery.lease(), began))
                        : end.giveBack(delivery.lease());
        work.subscribe().with(done -> {}, failure -> LOG.warnf("%s: %s", delivery, failure));
    }

    private Uni<Void> deliver(Delivery delivery) {
        return attempt.send(delivery)
                .chain(response -> end.store(delivery, response))
                .onTermination()
                .invoke(() -> places.end(delivery.lease()));
    }

    /** Where slots are few, those of slow targets go to whoever is next by the clock. */
    private Uni<Void> next(DeliveryLease ended, long began) {
        if (places.isCrowded() && System.nanoTime() - began > SLOW.toNanos()) {
            return Uni.createFrom().voidItem();
        }
        return due.claim(places.room(), ended.tenantId(), ended.webhookId())
                .invoke(this::start)
                .replaceWithVoid();
    }

    /** Before anything else waits at the end: nothing is begun any more. */
    void onStop(@Observes @Priority(1) ShutdownEvent stop) {
        places.close();
    }

    /** A call takes at most 20 s; its result is stored while the pool is still open. */
    void awaitLast(@Observes ShutdownEvent stop) {
        shutdown.await(places::isEmpty);
    }
}
