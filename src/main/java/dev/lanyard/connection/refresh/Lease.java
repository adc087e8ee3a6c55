package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.pace.RefreshBackoff;
import dev.lanyard.database.SqlSeconds;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The right to present one version, until the lease runs out (rule 2).
 *
 * @param fence proves that this holder is the last
 * @param foundMark the write-ahead mark before this lease: the version had been presented already,
 *     and its answer is outstanding
 * @param foundLease when the former lease ended
 * @param takenAt {@link System#nanoTime()} when the statement was sent; the call starts within 5 s
 *     of it (rule 3)
 * @param attempts failed presentations since the last success
 * @param graceLeft how long presenting again is still safe by rule 14; zero or negative: no longer,
 *     or never
 * @param idle how long this grant's tokens had not been refreshed
 * @param hasSpare a second answer of the former version is kept (rule 12)
 * @param withProof the version was suspect, and a proof that the client works was spent on it (rule
 *     19)
 */
record Lease(
        ConnectionRef connection,
        long version,
        long fence,
        @Nullable OffsetDateTime foundMark,
        @Nullable OffsetDateTime foundLease,
        long takenAt,
        int attempts,
        Duration graceLeft,
        Duration idle,
        boolean hasSpare,
        boolean withProof) {
    /** A response of this version is outstanding from an earlier presentation. */
    boolean outstanding() {
        return foundMark != null;
    }

    /** How long ago it was taken: at least as long as its request is under way. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - takenAt);
    }

    /**
     * When to look again after a pause of that length: an outstanding answer does not sleep past
     * its grace (rule 14).
     */
    Duration againAfter(Duration pause) {
        boolean tooLong =
                outstanding() && !graceLeft.isNegative() && pause.compareTo(graceLeft) > 0;
        return tooLong ? RefreshBackoff.IN_GRACE : pause;
    }

    static Lease of(ConnectionRef connection, long version, long takenAt, Row row) {
        return new Lease(
                connection,
                version,
                row.getLong("fence"),
                row.getOffsetDateTime("found_mark"),
                row.getOffsetDateTime("found_lease"),
                takenAt,
                row.getInteger("attempts"),
                SqlSeconds.duration(row.getDouble("grace_left")),
                SqlSeconds.duration(row.getDouble("idle")),
                row.getBoolean("has_spare"),
                row.getBoolean("with_proof"));
    }
}
