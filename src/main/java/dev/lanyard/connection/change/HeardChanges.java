package dev.lanyard.connection.change;

import dev.lanyard.connection.grant.ConnectionRef;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells whether what was read before is still true. Changes are counted, and the counts only grow:
 * a row is true while {@link #of} is what it was <em>before</em> the row was asked for, and {@link
 * #isCurrent} says that no change older than a second is missing.
 *
 * <p>Several connections share a count, and several tenants: a row that one of them ends is read
 * once more, that is all.
 */
@Singleton
public final class HeardChanges {
    /** After that long without proof of hearing, nothing is known. A change is acted on in 1 s. */
    static final Duration PROOF = Duration.ofMillis(900);

    private static final int CONNECTIONS = 1 << 14;
    private static final int TENANTS = 1 << 10;

    private final LongSupplier nanos;
    private final AtomicLong all = new AtomicLong();
    private final AtomicLongArray tenants = new AtomicLongArray(TENANTS);
    private final AtomicLongArray connections = new AtomicLongArray(CONNECTIONS);
    private final List<Consumer<HeardChange>> readers = new CopyOnWriteArrayList<>();
    private volatile long proved;
    private volatile long deaf;

    HeardChanges() {
        this(System::nanoTime);
    }

    /**
     * @param nanos as {@link System#nanoTime()}, which no clock that is set can move
     */
    HeardChanges(LongSupplier nanos) {
        this.nanos = nanos;
        deafen();
    }

    /** Calls it with each change, on the event loop that hears it; it must not block. */
    public void subscribe(Consumer<HeardChange> reader) {
        readers.add(reader);
    }

    /** Whether all that was committed until less than a second ago has been heard. */
    public boolean isCurrent() {
        return nanos.getAsLong() - proved < PROOF.toNanos();
    }

    /** Changes heard of the tenant as a whole, or of everybody. */
    public long of(String tenantId) {
        return all.get() + tenants.get(place(tenantId, TENANTS));
    }

    /** Changes heard of the connection, by itself or with others. */
    public long of(ConnectionRef connection) {
        return of(connection.tenantId()) + connections.get(place(connection, CONNECTIONS));
    }

    private static int place(Object key, int places) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & places - 1;
    }

    /** The count goes up before anybody is told: what is read from now on is of afterwards. */
    void hear(HeardChange change) {
        ConnectionRef connection = change.connection();
        if (connection != null) {
            connections.incrementAndGet(place(connection, CONNECTIONS));
        } else if (change.tenantId() != null) {
            tenants.incrementAndGet(place(change.tenantId(), TENANTS));
        } else {
            all.incrementAndGet();
        }
        readers.forEach(reader -> reader.accept(change));
    }

    /**
     * All that was committed before then has been heard.
     *
     * @param asked {@link System#nanoTime()} when the question was sent that proves it
     */
    void prove(long asked) {
        if (asked - deaf >= 0 && asked - proved > 0) {
            proved = asked;
        }
    }

    /** Notifications may be lost from now on: what was read before is no more known to be true. */
    void deafen() {
        deaf = nanos.getAsLong();
        proved = deaf - PROOF.toNanos();
        hear(HeardChange.OF_EVERYTHING);
    }
}
