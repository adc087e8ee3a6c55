package dev.lanyard.notify.delivery;

import dev.lanyard.notify.delivery.Delivery.DeliveryLease;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Bounds what this replica is sending at a time, in all, by tenant and by webhook: targets that do
 * not respond hold their own slots and nobody else's. Thread-safe.
 */
final class DeliverySlots {
    static final int OF_ALL = 64;
    static final int OF_ONE_TENANT = 16;
    static final int OF_ONE_WEBHOOK = 4;
    private static final int CROWDED = OF_ALL - OF_ONE_TENANT;

    private final Set<DeliveryLease> running = new HashSet<>();
    private boolean closed;

    /**
     * The number of deliveries that may still be claimed.
     *
     * @param most in all
     * @param tenants of what is being sent, one entry for each delivery
     * @param webhooks the same deliveries' webhooks
     */
    record Room(int most, String[] tenants, String[] webhooks) {}

    synchronized Room room() {
        return new Room(
                closed ? 0 : OF_ALL - running.size(),
                running.stream().map(DeliveryLease::tenantId).toArray(String[]::new),
                running.stream().map(DeliveryLease::webhookId).toArray(String[]::new));
    }

    /** Takes a slot; false if there is none, or no longer. */
    synchronized boolean begin(DeliveryLease lease) {
        boolean free =
                !closed
                        && running.size() < OF_ALL
                        && count(other -> other.tenantId().equals(lease.tenantId())) < OF_ONE_TENANT
                        && count(other -> other.webhookId().equals(lease.webhookId()))
                                < OF_ONE_WEBHOOK;
        return free && running.add(lease);
    }

    private long count(Predicate<DeliveryLease> which) {
        return running.stream().filter(which).count();
    }

    synchronized void end(DeliveryLease lease) {
        running.remove(lease);
    }

    /** From now on nothing begins. */
    synchronized void close() {
        closed = true;
    }

    /** A tenant that has none would not get as many as it may have. */
    synchronized boolean isCrowded() {
        return running.size() > CROWDED;
    }

    synchronized boolean isEmpty() {
        return running.isEmpty();
    }
}
