package dev.lanyard.authorize.timeline;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A step as it was written down. */
public record TimelineEntry(
        OffsetDateTime at, String step, String outcome, @Nullable String detail) {

    static TimelineEntry of(Row row) {
        return new TimelineEntry(
                row.getOffsetDateTime("at").withOffsetSameInstant(ZoneOffset.UTC),
                row.getString("step"),
                row.getString("outcome"),
                row.getString("detail"));
    }
}
