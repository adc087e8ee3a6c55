package dev.lanyard.connection;

import dev.lanyard.problem.ProblemException;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections that a list shows; null: all. */
record ConnectionFilter(
        @Nullable String endUserId,
        @Nullable String provider,
        @Nullable String status,
        @Nullable String profileId) {
    private static final List<String> STATUSES =
            List.of(
                    "active",
                    "degraded",
                    "reconnect_required",
                    "disabled",
                    "awaiting_confirmation");

    /** Refuses a status that no connection ever has. */
    ConnectionFilter {
        if (status != null && !STATUSES.contains(status)) {
            throw ProblemException.invalid(
                    "status", "must be one of " + String.join(", ", STATUSES));
        }
    }

    Tuple appendTo(Tuple values) {
        return values.addString(endUserId)
                .addString(provider)
                .addString(status)
                .addString(profileId);
    }
}
