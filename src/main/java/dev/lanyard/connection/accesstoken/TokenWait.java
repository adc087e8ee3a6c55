package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.refresh.RefreshDemand;
import dev.lanyard.connection.refresh.TokenVersion;
import java.time.Duration;

/**
 * A reader that waits for another token.
 *
 * @param first the row as it was when the waiting began
 * @param version the one last seen
 * @param since {@link System#nanoTime()} when the waiting began
 * @param patience how long it may last
 * @param forced only a new version will do
 * @param revives a dead grant is tried, too
 */
record TokenWait(
        TokenRow first,
        long version,
        Duration minTtl,
        long since,
        Duration patience,
        boolean forced,
        boolean revives) {

    /** For a token that is good for so long, or the best there is. */
    static TokenWait begin(TokenRow row, Duration minTtl, Duration patience) {
        return of(row, minTtl, patience, false, false);
    }

    /**
     * For the refresh that somebody asked for by name: a dead grant is presented, too (rule 18).
     */
    static TokenWait reviving(TokenRow row, Duration patience) {
        return of(row, Duration.ZERO, patience, true, true);
    }

    /** For another token than the row has, which the provider's API refused. */
    static TokenWait replacing(TokenRow row, Duration patience) {
        return of(row, Duration.ZERO, patience, true, false);
    }

    private static TokenWait of(
            TokenRow row, Duration minTtl, Duration patience, boolean forced, boolean revives) {
        return new TokenWait(
                row, row.version(), minTtl, System.nanoTime(), patience, forced, revives);
    }

    /** The row moved on, and is due again. */
    TokenWait seeing(TokenRow row) {
        return new TokenWait(first, row.version(), minTtl, since, patience, forced, revives);
    }

    Duration left() {
        return patience.minusNanos(System.nanoTime() - since);
    }

    RefreshDemand demand() {
        return revives ? RefreshDemand.toRevive(left()) : RefreshDemand.ofCaller(left());
    }

    TokenVersion seen() {
        return new TokenVersion(first.connection(), version);
    }

    boolean isOver(TokenRow row) {
        return (row.version() > first.version() && row.isGood()) || (!forced && !row.isDue(minTtl));
    }

    @Override
    public String toString() {
        return "TokenWait[" + first + "]";
    }
}
