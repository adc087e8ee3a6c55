package dev.lanyard.tenant.audit;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.AttributeFilter;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The entries of the audit log, read. */
@Singleton
class LoggedEntries extends TenantRepository<LoggedEntry, LoggedEntry.EntryKey> {
    LoggedEntries() {
        super(new LoggedEntryRows());
    }

    private static final class LoggedEntryRows
            implements PanacheRepositoryBase<LoggedEntry, LoggedEntry.EntryKey> {}

    /** A tenant's entries, or the operator's own, newest first. */
    Uni<Page<AuditEntryView>> list(String tenantId, AuditFilter filter, PageRequest request) {
        AttributeFilter wanted =
                new AttributeFilter()
                        .with("action", filter.action())
                        .with("actorId", filter.actorId())
                        .with("objectId", filter.objectId());
        return Transactions.read(() -> page(tenantId, wanted.condition(), wanted.values(), request))
                .map(page -> page.map(AuditEntryView::of));
    }
}
