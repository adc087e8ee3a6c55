package dev.lanyard.tenant;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.OperatorInput.IdentityDraft;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;

/**
 * The tenants' workload identities. What is not there, or another tenant's, fails with {@code
 * not_found}.
 */
@Singleton
class WorkloadIdentities extends TenantRepository<WorkloadIdentity, TenantKey> {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Tenants tenants;
    private final AuditLog log;

    WorkloadIdentities(Tenants tenants, AuditLog log) {
        super(new WorkloadIdentityRows());
        this.tenants = tenants;
        this.log = log;
    }

    private static final class WorkloadIdentityRows
            implements PanacheRepositoryBase<WorkloadIdentity, TenantKey> {}

    /** Fails with {@code conflict} where the workload has an identity, whichever tenant's. */
    Uni<WorkloadIdentity> create(Actor actor, String tenantId, IdentityDraft wanted) {
        return Transactions.write(
                        () -> tenants.one(tenantId).chain(() -> stored(actor, tenantId, wanted)))
                .onFailure(WorkloadIdentities::isTaken)
                .transform(taken -> conflict());
    }

    private Uni<WorkloadIdentity> stored(Actor actor, String tenantId, IdentityDraft wanted) {
        TenantKey key = new TenantKey(tenantId, Ids.next("wid_"));
        AuditEntry entry =
                AuditEntry.succeeded(tenantId, actor, "workload_identity.created", key.id());
        return add(new WorkloadIdentity(
                        key, wanted.workload(), OperatorInput.names(wanted.scopes())))
                .call(() -> log.recordInTransaction(entry));
    }

    /** Only the workload can be there already: the id is random. */
    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused
                && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private static ProblemException conflict() {
        return ProblemException.of(
                ProblemCode.CONFLICT,
                "A workload of this issuer, audience and subject has an identity already, of this"
                        + " tenant or another one. Delete that one first.");
    }

    /** Newest first. */
    Uni<Page<WorkloadIdentity>> list(String tenantId, PageRequest request) {
        return Transactions.read(() -> tenants.one(tenantId).chain(() -> page(tenantId, request)));
    }

    Uni<Void> delete(Actor actor, String tenantId, String id) {
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "workload_identity.deleted", id);
        return Transactions.write(
                () ->
                        remove(new TenantKey(tenantId, id))
                                .chain(() -> log.recordInTransaction(entry)));
    }
}
