package dev.lanyard.connection.change;

import dev.lanyard.connection.grant.ConnectionRef;
import java.util.concurrent.atomic.AtomicLong;

/** Changes that a test tells of, at times that it sets. */
public final class HeardStandIn {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // it may wrap
    private final HeardChanges changes = new HeardChanges(nanos::get);

    public HeardChanges changes() {
        return changes;
    }

    public long nanos() {
        return nanos.get();
    }

    public HeardStandIn pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
        return this;
    }

    /** A question that is sent now is answered at once. */
    public HeardStandIn prove() {
        changes.prove(nanos.get());
        return this;
    }

    public void hear(ConnectionRef connection) {
        changes.hear(new HeardChange(connection.tenantId(), connection.id()));
    }

    public void hear(String tenantId) {
        changes.hear(new HeardChange(tenantId, null));
    }

    public void deafen() {
        changes.deafen();
    }
}
