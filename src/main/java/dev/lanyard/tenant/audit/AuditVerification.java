package dev.lanyard.tenant.audit;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The result of computing a chain again.
 *
 * @param intact every entry from the anchor to the head is there, as it was written
 * @param entries how many hold
 * @param waiting how many are not chained yet
 * @param anchor what was removed by retention or erasure ends here
 * @param head the last entry chained: what to keep elsewhere, to compare with later
 * @param broken the first place that does not hold; null: none
 * @param erasedAt when the tenant was erased; null: it was not
 */
record AuditVerification(
        boolean intact,
        long entries,
        long waiting,
        Link anchor,
        Link head,
        @Nullable Break broken,
        @Nullable OffsetDateTime erasedAt) {

    /**
     * A place in the chain.
     *
     * @param position 0: before the first entry
     * @param hash SHA-256, hexadecimal; empty before the first entry
     */
    record Link(long position, String hash) {
        static Link of(Row row, String position, String hash) {
            return new Link(
                    row.getLong(position),
                    HexFormat.of().formatHex(row.getBuffer(hash).getBytes()));
        }
    }

    /**
     * The first place where a chain does not hold.
     *
     * @param reason {@code missing | changed}
     */
    record Break(long position, String reason) {}

    static AuditVerification of(Row row) {
        Long broken = row.getLong("broken_at");
        return new AuditVerification(
                broken == null,
                row.getLong("entries"),
                row.getLong("waiting"),
                Link.of(row, "anchor_position", "anchor_hash"),
                Link.of(row, "position", "hash"),
                broken == null ? null : new Break(broken, row.getString("reason")),
                row.getOffsetDateTime("erased_at"));
    }
}
