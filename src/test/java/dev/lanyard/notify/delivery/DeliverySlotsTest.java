package dev.lanyard.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.notify.delivery.Delivery.DeliveryLease;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliverySlotsTest {
    private final DeliverySlots places = new DeliverySlots();

    private static DeliveryLease lease(int tenant, int webhook, int event) {
        return new DeliveryLease(
                "ten_" + tenant, "whk_" + tenant + "_" + webhook, "evt_" + event, "l");
    }

    private long begun(int tenants, int webhooks, int events) {
        return IntStream.range(0, tenants * webhooks * events)
                .filter(
                        n ->
                                places.begin(
                                        lease(
                                                n / (webhooks * events),
                                                n / events % webhooks,
                                                n % events)))
                .count();
    }

    @Test
    void boundOneWebhook() {
        assertThat(begun(1, 1, 100)).isEqualTo(DeliverySlots.OF_ONE_WEBHOOK);
    }

    @Test
    void boundOneTenantAndLeaveRoomForOthers() {
        assertThat(begun(1, 20, 4)).isEqualTo(DeliverySlots.OF_ONE_TENANT);
        assertThat(places.begin(lease(7, 1, 1))).isTrue();
    }

    @Test
    void boundAll() {
        assertThat(begun(30, 1, 4)).isEqualTo(DeliverySlots.OF_ALL);
        assertThat(places.room().most()).isZero();
    }

    @Test
    void areCrowdedWhereATenantWithoutAnyWouldNotGetItsOwn() {
        begun(3, 4, 4);
        assertThat(places.isCrowded()).isFalse();

        places.begin(lease(7, 1, 1));

        assertThat(places.isCrowded()).isTrue();
    }

    @Test
    void areFreeAgainAfterTheEndAndNeverAfterTheClose() {
        DeliveryLease lease = lease(1, 1, 1);
        places.begin(lease);
        assertThat(places.isEmpty()).isFalse();
        places.end(lease);
        assertThat(places.isEmpty()).isTrue();
        assertThat(places.begin(lease)).isTrue();

        places.close();

        assertThat(places.room().most()).isZero();
        assertThat(places.begin(lease(2, 2, 2))).isFalse();
    }
}
