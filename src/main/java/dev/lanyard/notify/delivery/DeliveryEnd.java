package dev.lanyard.notify.delivery;

import dev.lanyard.notify.Answer;
import dev.lanyard.notify.Answer.Kind;
import dev.lanyard.notify.delivery.Delivery.Lease;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Stores how an attempt went, again and again until the database takes it or the lease is about to
 * end; then another replica tries the delivery once more.
 */
@ApplicationScoped
class DeliveryEnd {
    private static final Logger LOG = Logger.getLogger(DeliveryEnd.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** The lease's 60 s, without the 20 s that the call may have taken. */
    private static final long LEASE_LEFT_MILLIS = 40_000;

    private final DeliveryResults results;
    private final WebhookMeters meters;

    DeliveryEnd(DeliveryResults results, WebhookMeters meters) {
        this.results = results;
        this.meters = meters;
    }

    Uni<Void> store(Delivery delivery, Answer answer) {
        return insist(
                answer.kind() == Kind.DELIVERED
                        ? delivered(delivery, answer)
                        : notDelivered(delivery, answer));
    }

    private Uni<Void> delivered(Delivery delivery, Answer answer) {
        return results.delivered(delivery.lease(), answer)
                .invoke(lag -> lag.ifPresent(meters::delivered))
                .replaceWithVoid();
    }

    private Uni<Void> notDelivered(Delivery delivery, Answer answer) {
        Duration pause = Pauses.after(delivery.attempts(), answer.pause());
        return results.notDelivered(delivery.lease(), answer, pause)
                .invoke(ended -> ended.ifPresent(givenUp -> tell(delivery, answer, givenUp)))
                .replaceWithVoid();
    }

    private void tell(Delivery delivery, Answer answer, boolean givenUp) {
        meters.notDelivered(answer, givenUp);
        if (givenUp) {
            LOG.warnf("%s is given up after 3 days: %s", delivery, answer.error());
        }
        if (answer.kind() == Kind.GONE) {
            LOG.infof("%s answered 410 and is disabled", delivery.lease().webhookId());
        }
    }

    /** It was not tried. */
    Uni<Void> giveBack(Lease lease) {
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
