package dev.lanyard.vault;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Data keys wrapped again, to be stored together.
 *
 * @param keys those that could be opened
 * @param read how many were read
 * @param upTo the last tenant of those read
 */
record RewrapBatch(List<WrappedKey> keys, int read, String upTo) {
    /** How many at a time: a millisecond or two of an event loop. */
    static final int SIZE = 200;

    private static final Logger LOG = Logger.getLogger(RewrapBatch.class);

    /**
     * Wraps these again. One that does not open stays as it is, and does not keep the others.
     *
     * @param after the last tenant of the batch before
     */
    static RewrapBatch rewrap(VaultKeys keys, String after, RowSet<Row> rows) {
        List<WrappedKey> again = new ArrayList<>();
        String upTo = after;
        for (Row row : rows) {
            WrappedKey key = WrappedKey.of(row);
            upTo = key.tenantId();
            try {
                again.add(key.rewrap(keys));
            } catch (DecryptionFailedException e) {
                LOG.errorf("not rotated: %s", e.getMessage());
            }
        }
        return new RewrapBatch(again, rows.size(), upTo);
    }

    boolean isLast() {
        return read < SIZE;
    }

    String[] tenantIds() {
        return keys.stream().map(WrappedKey::tenantId).toArray(String[]::new);
    }

    Buffer[] wrapped() {
        return keys.stream().map(WrappedKey::wrapped).map(Buffer::buffer).toArray(Buffer[]::new);
    }
}
