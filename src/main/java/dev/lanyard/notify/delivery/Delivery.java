package dev.lanyard.notify.delivery;

import dev.lanyard.notify.Event;
import io.vertx.mutiny.sqlclient.Row;

/**
 * An event on its way to a webhook, taken by this replica for the time of its lease.
 *
 * @param attempts how often it was tried before
 * @param url where it goes
 * @param secret the webhook's, sealed
 */
record Delivery(DeliveryLease lease, int attempts, String url, byte[] secret, Event event) {

    /**
     * The right to try it once and to say how it went.
     *
     * @param holder of this taking alone, so that one which came too late changes nothing
     */
    record DeliveryLease(String tenantId, String webhookId, String eventId, String holder) {}

    static Delivery of(Row row) {
        return new Delivery(
                new DeliveryLease(
                        row.getString("tenant_id"),
                        row.getString("webhook_id"),
                        row.getString("id"),
                        row.getString("lease_holder")),
                row.getInteger("attempts"),
                row.getString("url"),
                row.getBuffer("secret").getBytes(),
                Event.of(row));
    }

    @Override
    public String toString() {
        return lease.eventId() + " to " + lease.webhookId();
    }
}
