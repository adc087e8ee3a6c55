package dev.lanyard.tenant.access;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.ApiKeyCache.CachedKey;
import dev.lanyard.tenant.quota.RequestQuotas;
import dev.lanyard.tenant.workload.WorkloadToken;
import dev.lanyard.tenant.workload.WorkloadTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds whose a workload token is. The row is looked for by what the token says, and names the
 * tenant; a database that does not know it has no say in the token's proof.
 */
@ApplicationScoped
class WorkloadCallers {
    /** Beside one that the token addresses, the next tells whether there is another. */
    private static final String SELECT =
            """
            SELECT tenant_id, id, scopes, audience = ANY ($3) AS addressed FROM workload_identity
            WHERE issuer = $1 AND subject = $2
            ORDER BY addressed DESC LIMIT 2
            """;

    private final WorkloadTokens tokens;
    private final Pool pool;
    private final RequestQuotas quotas;
    private final CredentialUse use;

    WorkloadCallers(WorkloadTokens tokens, Pool pool, RequestQuotas quotas, CredentialUse use) {
        this.tokens = tokens;
        this.pool = pool;
        this.quotas = quotas;
        this.use = use;
    }

    /** The token's owner; fails with {@code unauthorized} naming what is wrong. */
    Uni<CachedKey> owner(String text) {
        return Uni.createFrom().deferred(() -> tokens.verify(text)).chain(this::owner);
    }

    private Uni<CachedKey> owner(WorkloadToken token) {
        return pool.preparedQuery(SELECT)
                .execute(
                        Tuple.of(
                                token.issuer(),
                                token.subject(),
                                token.audiences().toArray(String[]::new)))
                .map(rows -> known(token, rows));
    }

    private CachedKey known(WorkloadToken token, RowSet<Row> rows) {
        Row only = null;
        for (Row row : rows) {
            if (row.getBoolean("addressed") && only != null) {
                throw refused(
                        "names the audiences of several workload identities. Ask your platform for"
                                + " one with a single audience.");
            }
            only = only == null ? row : only;
        }
        if (only == null) {
            throw refused(
                    "is valid, but no workload identity has its issuer and subject. The operator"
                            + " adds one to a tenant.");
        }
        if (!only.getBoolean("addressed")) {
            throw refused(
                    "is for another audience (aud) than its workload identity's. Ask your platform"
                            + " for one with that audience.");
        }
        return known(token, only);
    }

    private CachedKey known(WorkloadToken token, Row row) {
        Caller caller =
                Caller.ofWorkload(
                        row.getString("tenant_id"),
                        row.getString("id"),
                        ApiKeyCache.scopes(row),
                        token.id());
        use.record(caller);
        return new CachedKey(
                caller, token.acceptedUntil(), quotas.of(caller.tenantId(), caller.keyId()));
    }

    private static ProblemException refused(String what) {
        return ProblemException.of(ProblemCode.UNAUTHORIZED, "The workload token " + what);
    }
}
