package dev.lanyard.tenant;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.id.Ids;
import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.ApiKeysResource.NewApiKey;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.Scope;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;

/** The tenants' API keys. What is not there, or another tenant's, fails with {@code not_found}. */
@ApplicationScoped
class ApiKeys {
    private static final String INSERT =
            """
            INSERT INTO api_key (tenant_id, id, name, scopes, hash, expires_at)
            SELECT tenant_id, $2, $3, $4, $5, $6 FROM tenant WHERE tenant_id = $1
            """;
    private static final String GET =
            """
            SELECT id, name, scopes, created_at, expires_at FROM api_key
            WHERE tenant_id = $1 AND id = $2
            """;
    private static final String NEWEST =
            """
            SELECT id, name, scopes, created_at, expires_at FROM api_key
            WHERE tenant_id = $1 AND (created_at, id) < ($2, $3)
            ORDER BY created_at DESC, id DESC
            LIMIT $4
            """;
    private static final String DELETE = "DELETE FROM api_key WHERE tenant_id = $1 AND id = $2";

    private final Pool pool;
    private final Tenants tenants;
    private final AuditLog log;

    ApiKeys(Pool pool, Tenants tenants, AuditLog log) {
        this.pool = pool;
        this.tenants = tenants;
        this.log = log;
    }

    /** A new key with the one text that opens it, which nobody can ask for again. */
    record IssuedKey(ApiKey apiKey, String key) {
        @Override
        public String toString() {
            return "Issued[" + apiKey.id() + ", …]";
        }
    }

    Uni<IssuedKey> issue(Actor actor, String tenantId, NewApiKey key) {
        if (!tenantId.startsWith("ten_")) {
            return Uni.createFrom().failure(ProblemException::notFound);
        }
        TenantToken token = TenantToken.issue("key", tenantId);
        String id = Ids.next("key_");
        Tuple row =
                Tuple.of(tenantId, id, key.name(), names(key.scopes()))
                        .addValue(token.hash())
                        .addOffsetDateTime(key.expiresAt());
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "api_key.created", id);
        return change(INSERT, row, entry)
                .chain(() -> get(tenantId, id))
                .map(apiKey -> new IssuedKey(apiKey, token.text()));
    }

    /** The change of one row with its entry; fails with {@code not_found}. */
    private Uni<Void> change(String sql, Tuple values, AuditEntry entry) {
        return pool.withTransaction(
                transaction ->
                        transaction
                                .preparedQuery(sql)
                                .execute(values)
                                .invoke(ApiKeys::mustHaveRows)
                                .chain(() -> log.record(transaction, entry)));
    }

    private static String[] names(Set<Scope> scopes) {
        return scopes.stream()
                .sorted()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    private Uni<ApiKey> get(String tenantId, String id) {
        return pool.preparedQuery(GET)
                .execute(Tuple.of(tenantId, id))
                .invoke(ApiKeys::mustHaveRows)
                .map(rows -> ApiKey.of(rows.iterator().next()));
    }

    /** Newest first. */
    Uni<Page<ApiKey>> list(String tenantId, PageRequest request) {
        return tenants.get(tenantId).chain(tenant -> page(tenant.id(), request));
    }

    private Uni<Page<ApiKey>> page(String tenantId, PageRequest request) {
        PageRequest.Position after = request.after();
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(tenantId, after.createdAt(), after.id(), request.limit() + 1))
                .map(rows -> Page.of(rows, ApiKey::of, request, ApiKeys::position));
    }

    private static PageRequest.Position position(ApiKey key) {
        return new PageRequest.Position(key.createdAt(), key.id());
    }

    Uni<Void> delete(Actor actor, String tenantId, String id) {
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "api_key.deleted", id);
        return change(DELETE, Tuple.of(tenantId, id), entry);
    }

    private static void mustHaveRows(RowSet<Row> rows) {
        if (rows.rowCount() == 0) {
            throw ProblemException.notFound();
        }
    }
}
