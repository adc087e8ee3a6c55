package dev.lanyard.notify.delivery;

import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.notify.DeliveryResult;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may try a delivery, and how far they are behind. */
@QuarkusTest
@TestProfile(ByHand.Profile.class)
class DueDeliveriesTest extends ByHand {
    @Inject DueDeliveries due;
    @Inject DeliveryRecords results;
    @Inject WebhookBacklog backlog;

    /** A replica took it and died. */
    @Test
    void takesAgainWhatALeaseThatRanOutHeld() {
        webhook(target);
        record("conn_a", 1);
        Delivery lost = take().get(0);

        look();
        assertThat(target.hits()).isEmpty();
        run(
                "UPDATE webhook_delivery SET lease_until = now(), due_at = now() WHERE status ="
                        + " 'pending'");
        look();

        await().untilAsserted(() -> assertThat(statuses()).containsExactly("delivered"));
        assertThat(
                        results.notDelivered(lost.lease(), failed(), Duration.ZERO)
                                .await()
                                .indefinitely())
                .isEmpty();
        assertThat(statuses()).containsExactly("delivered");
    }

    private static DeliveryResult failed() {
        return DeliveryResult.failed(new IOException("late"));
    }

    @Test
    void neverLetsTwoTakeTheSame() {
        IntStream.rangeClosed(1, 5).forEach(n -> webhook(target));
        IntStream.rangeClosed(1, 10).forEach(n -> record("conn_" + n, 1));

        List<Uni<List<Delivery>>> takers = Collections.nCopies(8, due.claim(room()));
        List<List<Delivery>> taken =
                Uni.join().all(takers).andCollectFailures().await().indefinitely();

        List<String> all = new ArrayList<>();
        taken.forEach(
                list -> {
                    assertThat(list).hasSizeLessThanOrEqualTo(DeliverySlots.OF_ONE_TENANT);
                    list.forEach(delivery -> all.add(delivery.toString()));
                });
        assertThat(all).isNotEmpty().doesNotHaveDuplicates();
        assertThat(target.hits()).isEmpty();
    }

    /** However long another one's queue is, and however old. */
    @Test
    void takesFirstOfATenantWithTheLeastOnItsWay() {
        IntStream.rangeClosed(1, 4).forEach(n -> webhook(target));
        IntStream.rangeClosed(1, 10).forEach(n -> record("conn_" + n, 1));
        run(
                "UPDATE webhook_delivery SET due_at = now() - interval '1 hour' WHERE status = 'pending'");
        tenant = tenant();
        webhook(target);
        record("conn_late", 1);

        List<Delivery> taken =
                due.claim(new DeliverySlots.Room(2, new String[0], new String[0]))
                        .await()
                        .indefinitely();

        assertThat(taken).extracting(each -> each.lease().tenantId()).contains(tenant.id());
    }

    /** What two that hang have in their queues, older than all else. */
    @Test
    void takesWhatFitsOfATenantWhoseOtherWebhooksAreFull() {
        List<String> hanging = List.of(webhookId(), webhookId());
        IntStream.rangeClosed(1, 6).forEach(n -> record("conn_" + n, 1));
        run(
                "UPDATE webhook_delivery SET due_at = now() - interval '1 hour' WHERE status = 'pending'");
        String healthy = webhookId();
        record("conn_late", 1);
        String[] running =
                hanging.stream()
                        .flatMap(id -> Collections.nCopies(4, id).stream())
                        .toArray(String[]::new);
        String[] tenants = Collections.nCopies(8, tenant.id()).toArray(String[]::new);

        List<Delivery> taken =
                due.claim(new DeliverySlots.Room(16, tenants, running)).await().indefinitely();

        assertThat(taken).extracting(each -> each.lease().webhookId()).containsExactly(healthy);
    }

    private String webhookId() {
        return webhook(target).extract().path("id");
    }

    @Test
    void givesBackWhatWasNotTried() {
        webhook(target);
        record("conn_a", 1);
        Delivery taken = take().get(0);
        assertThat(take()).isEmpty();

        results.giveBack(taken.lease()).await().indefinitely();

        assertThat(take()).hasSize(1);
    }

    @Test
    void measuresWhatIsPendingAndWhatIsLate() {
        webhook(target);
        record("conn_a", 1);
        run(
                "UPDATE webhook_delivery SET due_at = now() - interval '1 hour', first_due_at ="
                        + " now() - interval '2 hours' WHERE status = 'pending'");

        backlog.measure().await().indefinitely();

        assertThat(meters.get("lanyard.webhook.oldest.pending.seconds").gauge().value())
                .isBetween(7_200.0, 7_300.0);
        assertThat(meters.get("lanyard.webhook.due.oldest.seconds").gauge().value())
                .isBetween(3_600.0, 3_700.0);
    }

    private List<Delivery> take() {
        return due.claim(room()).await().indefinitely();
    }

    private static DeliverySlots.Room room() {
        return new DeliverySlots().room();
    }
}
