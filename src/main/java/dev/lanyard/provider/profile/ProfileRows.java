package dev.lanyard.provider.profile;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.api.PageRequest.Position;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The table of profiles. */
@ApplicationScoped
class ProfileRows {
    private static final String FIND =
            "SELECT * FROM connector_profile WHERE tenant_id = $1 AND id = $2";
    private static final String NEWEST =
            """
            SELECT * FROM connector_profile
            WHERE tenant_id = $1 AND (created_at, id) < ($2, $3)
            ORDER BY created_at DESC, id DESC
            LIMIT $4
            """;
    private static final String INSERT =
            """
            INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret,
                permissions, return_urls, send_redirect_uri, credentials_status, credentials_detail,
                frame_ancestors)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            RETURNING *
            """;
    private static final String CHANGE =
            """
            UPDATE connector_profile
            SET name = coalesce($3, name), permissions = coalesce($4, permissions),
                return_urls = coalesce($5, return_urls), status = coalesce($6, status),
                send_redirect_uri = coalesce($7, send_redirect_uri),
                frame_ancestors = coalesce($8, frame_ancestors), updated_at = now()
            WHERE tenant_id = $1 AND id = $2
            RETURNING *
            """;

    /** The former secret kept is the last one that was not rejected. */
    private static final String CHANGE_SECRET =
            """
            UPDATE connector_profile
            SET former_client_secret =
                    CASE WHEN $4 = 'accepted' OR credentials_status = 'rejected' THEN NULL
                         ELSE coalesce(former_client_secret, client_secret) END,
                client_secret = $3, credentials_status = $4, credentials_detail = $5,
                credentials_checked_at = now()
            WHERE tenant_id = $1 AND id = $2
            """;

    private static final String DELETE =
            """
            DELETE FROM connector_profile p WHERE tenant_id = $1 AND id = $2 AND NOT EXISTS
                (SELECT FROM connection c
                 WHERE c.tenant_id = p.tenant_id AND c.connector_profile_id = p.id)
            """;
    private static final String COUNT =
            """
            SELECT (SELECT count(*) FROM connection c
                    WHERE c.tenant_id = p.tenant_id AND c.connector_profile_id = p.id) AS connections
            FROM connector_profile p WHERE tenant_id = $1 AND id = $2
            """;
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Pool pool;
    private final AuditLog log;

    ProfileRows(Pool pool, AuditLog log) {
        this.pool = pool;
        this.log = log;
    }

    Uni<Optional<ConnectorProfile>> find(String tenantId, String id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(tenantId, id))
                .map(rows -> rows.stream().map(ConnectorProfile::of).findFirst());
    }

    Uni<Page<ConnectorProfile>> page(String tenantId, PageRequest request) {
        Position after = request.after();
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(tenantId, after.createdAt(), after.id(), request.limit() + 1))
                .map(rows -> Page.of(rows, ConnectorProfile::of, request, ProfileRows::position));
    }

    private static Position position(ConnectorProfile profile) {
        return new Position(profile.createdAt, profile.id());
    }

    /** Stores a new profile; the database adds the times. */
    Uni<ConnectorProfile> add(Actor actor, ConnectorProfile profile) {
        Tuple values =
                Tuple.of(profile.tenantId, profile.id, profile.provider, profile.name)
                        .addString(profile.clientId)
                        .addValue(Buffer.buffer(profile.clientSecret))
                        .addArrayOfString(profile.permissions)
                        .addArrayOfString(profile.returnUrls)
                        .addBoolean(profile.sendRedirectUri)
                        .addString(profile.credentialsStatus)
                        .addString(profile.credentialsDetail)
                        .addArrayOfString(profile.frameAncestors);
        AuditEntry entry = entry(actor, "connector_profile.created", profile);
        return pool.withTransaction(
                transaction ->
                        transaction
                                .preparedQuery(INSERT)
                                .execute(values)
                                .map(ProfileRows::one)
                                .call(() -> log.record(transaction, entry)));
    }

    /** Writes a change, a changed secret in the same transaction. */
    Uni<ConnectorProfile> change(
            Actor actor,
            ConnectorProfile profile,
            ProfileUpdate.Change change,
            Optional<ProfileUpdate.Secret> secret) {
        String action = secret.isPresent() ? "secret_changed" : "changed";
        AuditEntry entry = entry(actor, "connector_profile." + action, profile);
        return pool.withTransaction(
                transaction ->
                        changeSecret(transaction, profile, secret)
                                .chain(() -> change(transaction, profile, change))
                                .call(() -> log.record(transaction, entry)));
    }

    private static Uni<Void> changeSecret(
            SqlClient transaction,
            ConnectorProfile profile,
            Optional<ProfileUpdate.Secret> secret) {
        if (secret.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        CredentialsCheck.CheckResult result = secret.get().verdict();
        Tuple values =
                Tuple.of(profile.tenantId, profile.id)
                        .addValue(Buffer.buffer(secret.get().sealed()))
                        .addString(result.status().text())
                        .addString(result.detail());
        return transaction.preparedQuery(CHANGE_SECRET).execute(values).replaceWithVoid();
    }

    private static Uni<ConnectorProfile> change(
            SqlClient transaction, ConnectorProfile profile, ProfileUpdate.Change change) {
        Tuple values =
                Tuple.of(profile.tenantId, profile.id)
                        .addString(change.name())
                        .addArrayOfString(change.permissions())
                        .addArrayOfString(change.returnUrls())
                        .addString(change.status())
                        .addBoolean(change.sendRedirectUri())
                        .addArrayOfString(change.frameAncestors());
        return transaction.preparedQuery(CHANGE).execute(values).map(ProfileRows::one);
    }

    /**
     * The only row.
     *
     * @throws ProblemException {@code not_found}
     */
    static ConnectorProfile one(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound();
        }
        return ConnectorProfile.of(rows.iterator().next());
    }

    /**
     * Deletes a profile without connections.
     *
     * @return fails with {@code not_found}, or {@code conflict} naming how many it has
     */
    Uni<Void> remove(Actor actor, String tenantId, String id) {
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "connector_profile.deleted", id);
        return pool.withTransaction(transaction -> remove(transaction, entry))
                .onFailure(ProfileRows::connectedMeanwhile)
                .recoverWithItem(0)
                .chain(deleted -> deleted > 0 ? Uni.createFrom().voidItem() : refuse(tenantId, id));
    }

    private static AuditEntry entry(Actor actor, String action, ConnectorProfile profile) {
        return AuditEntry.succeeded(profile.tenantId, actor, action, profile.id);
    }

    /** How many were deleted, with an entry if it is one. */
    private Uni<Integer> remove(SqlClient transaction, AuditEntry entry) {
        return transaction
                .preparedQuery(DELETE)
                .execute(Tuple.of(entry.tenantId(), entry.objectId()))
                .map(RowSet::rowCount)
                .call(
                        deleted ->
                                deleted == 0
                                        ? Uni.createFrom().voidItem()
                                        : log.record(transaction, entry));
    }

    private static boolean connectedMeanwhile(Throwable failure) {
        return failure instanceof PgException refused
                && FOREIGN_KEY_VIOLATION.equals(refused.getSqlState());
    }

    private Uni<Void> refuse(String tenantId, String id) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(tenantId, id))
                .map(ProfileRows::refusal)
                .chain(problem -> Uni.createFrom().failure(problem));
    }

    private static ProblemException refusal(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return ProblemException.notFound();
        }
        long connections = rows.iterator().next().getLong("connections");
        return ProblemException.of(
                ProblemCode.CONFLICT,
                "The connector profile still has "
                        + connections
                        + (connections == 1 ? " connection" : " connections")
                        + ". Delete them first, or disable the profile instead.");
    }
}
