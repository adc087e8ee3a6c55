package dev.lanyard.connection;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.connection.grant.ConnectionAliases;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A tenant's connections, as they show: read through the view that owns what status a connection
 * has.
 */
@ApplicationScoped
class Connections {
    private static final String GET =
            "SELECT * FROM connection_shown WHERE tenant_id = $1 AND id = $2";
    private static final String LIST =
            """
            SELECT * FROM connection_shown
            WHERE tenant_id = $1 AND (created_at, id) < ($2, $3)
              AND ($5::text IS NULL OR end_user_id = $5)
              AND ($6::text IS NULL OR provider = $6)
              AND ($7::text IS NULL OR status = $7)
              AND ($8::text IS NULL OR connector_profile_id = $8)
            ORDER BY created_at DESC, id DESC LIMIT $4
            """;
    private static final String CHANGE =
            """
            UPDATE connection
            SET metadata = coalesce($3, metadata), disabled = coalesce($4, disabled), updated_at = now()
            WHERE tenant_id = $1 AND id = $2
            RETURNING id
            """;
    private static final String DELETE =
            """
            WITH gone AS (
                DELETE FROM connection WHERE tenant_id = $1 AND id = $2
                RETURNING id, connector_profile_id, provider, end_user_id, account_id, awaiting_confirmation
            ), told AS (
                INSERT INTO event (tenant_id, id, type, subject, data)
                SELECT $1, random_id('evt_'), 'connection.deleted', id,
                       jsonb_build_object('connection_id', id, 'connector_profile_id', connector_profile_id,
                           'provider', provider, 'end_user_id', end_user_id, 'account_id', account_id)
                FROM gone WHERE NOT awaiting_confirmation
            )
            SELECT id FROM gone
            """;

    private final Pool pool;
    private final Providers providers;
    private final ConnectionAliases aliases;
    private final AuditLog log;

    Connections(Pool pool, Providers providers, ConnectionAliases aliases, AuditLog log) {
        this.pool = pool;
        this.providers = providers;
        this.aliases = aliases;
        this.log = log;
    }

    /** One, or the elder it was merged into; fails with {@code not_found}. */
    Uni<ConnectionView> get(ConnectionRef connection) {
        return select(connection)
                .chain(
                        rows ->
                                rows.size() > 0
                                        ? Uni.createFrom().item(view(rows))
                                        : aliases.elder(connection)
                                                .chain(this::select)
                                                .map(this::view));
    }

    private Uni<RowSet<Row>> select(ConnectionRef connection) {
        return pool.preparedQuery(GET).execute(Tuple.of(connection.tenantId(), connection.id()));
    }

    private ConnectionView view(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound();
        }
        return ConnectionView.of(rows.iterator().next(), providers);
    }

    /** Newest first. */
    Uni<Page<ConnectionView>> list(String tenantId, ConnectionFilter filter, PageRequest request) {
        PageRequest.Position after = request.after();
        Tuple values = Tuple.of(tenantId, after.createdAt(), after.id(), request.limit() + 1);
        return pool.preparedQuery(LIST)
                .execute(filter.appendTo(values))
                .map(rows -> page(rows, request));
    }

    private Page<ConnectionView> page(RowSet<Row> rows, PageRequest request) {
        return Page.of(
                rows, row -> ConnectionView.of(row, providers), request, ConnectionView::position);
    }

    /** Changes metadata and the switch; fails with {@code not_found}. */
    Uni<ConnectionView> change(Actor actor, ConnectionRef connection, ConnectionChange change) {
        Tuple values =
                Tuple.of(connection.tenantId(), connection.id())
                        .addJsonObject(change.newMetadata())
                        .addBoolean(change.disabled());
        return write(CHANGE, values, entry(actor, "connection.changed", connection))
                .chain(
                        changed ->
                                changed.size() > 0
                                        ? get(connection)
                                        : aliases.elder(connection)
                                                .chain(elder -> change(actor, elder, change)));
    }

    /** Erases it with its tokens and says so in the outbox; fails with {@code not_found}. */
    Uni<Void> delete(Actor actor, ConnectionRef connection) {
        Tuple values = Tuple.of(connection.tenantId(), connection.id());
        return write(DELETE, values, entry(actor, "connection.deleted", connection))
                .invoke(
                        gone -> {
                            if (gone.size() == 0) {
                                throw ProblemException.notFound();
                            }
                        })
                .replaceWithVoid();
    }

    private static AuditEntry entry(Actor actor, String action, ConnectionRef connection) {
        return AuditEntry.succeeded(connection.tenantId(), actor, action, connection.id());
    }

    /** The rows changed, if there are any with their entry. */
    private Uni<RowSet<Row>> write(String sql, Tuple values, AuditEntry entry) {
        return pool.withTransaction(
                transaction ->
                        transaction
                                .preparedQuery(sql)
                                .execute(values)
                                .call(
                                        rows ->
                                                rows.size() == 0
                                                        ? Uni.createFrom().voidItem()
                                                        : log.record(transaction, entry)));
    }
}
