package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.AttributeFilter;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.problem.ProblemException;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** A tenant's events, read back from the outbox. */
@Singleton
class OutboxEvents extends TenantRepository<OutboxEvent, TenantKey> {
    OutboxEvents() {
        super(new OutboxEventRows());
    }

    private static final class OutboxEventRows
            implements PanacheRepositoryBase<OutboxEvent, TenantKey> {}

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
        AttributeFilter wanted = new AttributeFilter().with("type", type);
        return Transactions.read(
                () -> page(Event.class, tenantId, wanted.condition(), wanted.values(), request));
    }
}
