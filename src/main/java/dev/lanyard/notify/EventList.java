package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** A tenant's events, read back from the outbox. */
@ApplicationScoped
class EventList {
    private static final String SELECT =
            """
            SELECT id, type, created_at, data FROM event
            WHERE tenant_id = $1 AND (created_at, id) < ($2, $3)
              AND ($4::text IS NULL OR type = $4)
            ORDER BY created_at DESC, id DESC LIMIT $5
            """;

    private final Pool pool;

    EventList(Pool pool) {
        this.pool = pool;
    }

    /**
     * Newest first.
     *
     * @param type only these; null: all
     * @return fails with {@code validation_failed} for a type that is never sent
     */
    Uni<Page<Event>> list(String tenantId, @Nullable String type, PageRequest request) {
        if (type != null && !EventTypes.isSent(type)) {
            return Uni.createFrom()
                    .failure(() -> ProblemException.invalid("type", EventTypes.EXPECTED));
        }
        PageRequest.Position after = request.after();
        return pool.preparedQuery(SELECT)
                .execute(
                        Tuple.of(
                                tenantId, after.createdAt(), after.id(), type, request.limit() + 1))
                .map(rows -> Page.of(rows, Event::of, request, Event::position));
    }
}
