package dev.lanyard.authorize.session;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A session's times, and what was true of them by the database's clock when it was read.
 *
 * @param past its time is up
 * @param underWay a request begun in time may still finish
 * @param waitsForAccount its tokens wait until it is known whose they are
 */
public record SessionClock(
        OffsetDateTime createdAt,
        OffsetDateTime expiresAt,
        boolean past,
        boolean underWay,
        boolean waitsForAccount) {

    static SessionClock of(Row row) {
        return new SessionClock(
                row.getOffsetDateTime("created_at").withOffsetSameInstant(ZoneOffset.UTC),
                row.getOffsetDateTime("expires_at").withOffsetSameInstant(ZoneOffset.UTC),
                row.getBoolean("past"),
                row.getBoolean("under_way"),
                row.getBoolean("waits_for_account"));
    }
}
