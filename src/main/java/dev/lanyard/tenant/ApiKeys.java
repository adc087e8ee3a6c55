package dev.lanyard.tenant;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.id.Ids;
import dev.lanyard.id.TenantToken;
import dev.lanyard.tenant.OperatorInput.KeyDraft;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The tenants' API keys. What is not there, or another tenant's, fails with {@code not_found}. */
@Singleton
class ApiKeys extends TenantRepository<ApiKey, TenantKey> {
    private final Tenants tenants;
    private final AuditLog log;

    ApiKeys(Tenants tenants, AuditLog log) {
        super(new ApiKeyRows());
        this.tenants = tenants;
        this.log = log;
    }

    private static final class ApiKeyRows implements PanacheRepositoryBase<ApiKey, TenantKey> {}

    /** A new key with the one text that opens it, which nobody can ask for again. */
    record IssuedKey(ApiKey apiKey, String key) {
        @Override
        public String toString() {
            return "Issued[" + apiKey.id() + ", …]";
        }
    }

    Uni<IssuedKey> issue(Actor actor, String tenantId, KeyDraft wanted) {
        return Transactions.write(
                () -> tenants.one(tenantId).chain(() -> issued(actor, tenantId, wanted)));
    }

    private Uni<IssuedKey> issued(Actor actor, String tenantId, KeyDraft wanted) {
        TenantToken token = TenantToken.issue("key", tenantId);
        TenantKey key = new TenantKey(tenantId, Ids.next("key_"));
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "api_key.created", key.id());
        return add(new ApiKey(
                        key,
                        wanted.name(),
                        OperatorInput.names(wanted.scopes()),
                        token.hash(),
                        wanted.expiresAt()))
                .call(() -> log.recordInTransaction(entry))
                .map(apiKey -> new IssuedKey(apiKey, token.text()));
    }

    /** Newest first. */
    Uni<Page<ApiKey>> list(String tenantId, PageRequest request) {
        return Transactions.read(() -> tenants.one(tenantId).chain(() -> page(tenantId, request)));
    }

    Uni<Void> delete(Actor actor, String tenantId, String id) {
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "api_key.deleted", id);
        return Transactions.write(
                () ->
                        remove(new TenantKey(tenantId, id))
                                .chain(() -> log.recordInTransaction(entry)));
    }
}
