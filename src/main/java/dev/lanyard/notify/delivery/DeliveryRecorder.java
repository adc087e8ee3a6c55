package dev.lanyard.notify.delivery;

import dev.lanyard.notify.DeliveryResult;
import dev.lanyard.notify.DeliveryResult.ResultKind;
import dev.lanyard.notify.delivery.Delivery.DeliveryLease;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Stores how an attempt went, again and again until the database takes it or the lease is about to
 * end; then another replica tries the delivery once more.
 */
@ApplicationScoped
class DeliveryRecorder {
    private static final Logger LOG = Logger.getLogger(DeliveryRecorder.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** The lease's 60 s, without the 20 s that the call may have taken. */
    private static final long LEASE_LEFT_MILLIS = 40_000;

    private final DeliveryRecords results;
    private final WebhookMeters meters;

    DeliveryRecorder(DeliveryRecords results, WebhookMeters meters) {
        this.results = results;
        this.meters = meters;
    }

    Uni<Void> store(Delivery delivery, DeliveryResult result) {
        return insist(
                result.kind() == ResultKind.DELIVERED
                        ? delivered(delivery, result)
                        : notDelivered(delivery, result));
    }

    private Uni<Void> delivered(Delivery delivery, DeliveryResult result) {
        return results.delivered(delivery.lease(), result)
                .invoke(lag -> lag.ifPresent(meters::delivered))
                .replaceWithVoid();
    }

    private Uni<Void> notDelivered(Delivery delivery, DeliveryResult result) {
        Duration pause = RetrySchedule.after(delivery.attempts(), result.pause());
        return results.notDelivered(delivery.lease(), result, pause)
                .invoke(ended -> ended.ifPresent(givenUp -> log(delivery, result, givenUp)))
                .replaceWithVoid();
    }

    private void log(Delivery delivery, DeliveryResult result, boolean givenUp) {
        meters.notDelivered(result, givenUp);
        if (givenUp) {
            LOG.warnf("%s is given up after 3 days: %s", delivery, result.error());
        }
        if (result.kind() == ResultKind.GONE) {
            LOG.infof("%s answered 410 and is disabled", delivery.lease().webhookId());
        }
    }

    /** It was not tried. */
    Uni<Void> giveBack(DeliveryLease lease) {
        return insist(results.giveBack(lease));
    }

    private static Uni<Void> insist(Uni<Void> write) {
        return write.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .expireIn(LEASE_LEFT_MILLIS);
    }
}
