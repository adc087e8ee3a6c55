package dev.lanyard.connection.transfer;

import dev.lanyard.connection.transfer.ImportDecisions.ReplacedGrant;
import dev.lanyard.connection.transfer.ImportedGrant.Owner;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.vault.DataKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stores the lines of one batch in one transaction: looks up what they are about, decides, and
 * writes what is new. The profiles are locked by whoever calls.
 *
 * @param upload by which a line is known to be of the same upload as another
 */
record ImportBatch(
        String tenantId, Actor actor, String upload, DataKey key, List<ImportedGrant> grants) {

    /** What became of each, in order. */
    Uni<List<ImportResult>> store(SqlClient transaction) {
        return transaction
                .preparedQuery(ImportRows.HAD)
                .execute(Tuple.of(tenantId, hashes()))
                .chain(had -> owned(transaction).map(owned -> decisions(had, owned)))
                .chain(decisions -> write(transaction, decisions));
    }

    private Uni<RowSet<Row>> owned(SqlClient transaction) {
        return transaction
                .preparedQuery(ImportRows.OWNED)
                .execute(
                        Tuple.of(
                                tenantId,
                                owners().map(Owner::profileId).toArray(String[]::new),
                                owners().map(Owner::endUserId).toArray(String[]::new)));
    }

    private Stream<Owner> owners() {
        return grants.stream().map(ImportedGrant::owner);
    }

    private Buffer[] hashes() {
        return grants.stream()
                .map(grant -> Buffer.buffer(grant.hash().array()))
                .toArray(Buffer[]::new);
    }

    private ImportDecisions decisions(RowSet<Row> had, RowSet<Row> owned) {
        Map<ByteBuffer, KnownConnection> byToken = new HashMap<>();
        for (Row row : had) {
            ByteBuffer hash = ByteBuffer.wrap(row.getBuffer("hash").getBytes());
            byToken.put(hash, KnownConnection.of(row, upload));
        }
        Map<Owner, List<KnownConnection>> byOwner = new HashMap<>();
        for (Row row : owned) {
            KnownConnection known = KnownConnection.of(row, upload);
            byOwner.computeIfAbsent(known.owner(), owner -> new ArrayList<>()).add(known);
        }
        return new ImportDecisions(key, byToken, byOwner);
    }

    private Uni<List<ImportResult>> write(SqlClient transaction, ImportDecisions decisions) {
        List<ImportResult> results = grants.stream().map(decisions::decide).toList();
        return write(transaction, ImportRows.CREATE, created(decisions))
                .chain(() -> write(transaction, ImportRows.REPLACE, replaced(decisions)))
                .chain(() -> learn(transaction, decisions))
                .chain(() -> touch(transaction, decisions))
                .chain(() -> ShadowActivation.activate(transaction, this, decisions.activated))
                .replaceWith(results);
    }

    private JsonArray created(ImportDecisions decisions) {
        JsonArray rows = new JsonArray();
        decisions.created.forEach(
                (id, grant) -> rows.add(ImportedRow.json(key, id, grant, grant.line().shadow())));
        return rows;
    }

    private JsonArray replaced(ImportDecisions decisions) {
        JsonArray rows = new JsonArray();
        for (Map.Entry<String, ReplacedGrant> each : decisions.replaced.entrySet()) {
            ReplacedGrant replaced = each.getValue();
            rows.add(ImportedRow.json(key, each.getKey(), replaced.grant(), replaced.shadow()));
        }
        return rows;
    }

    private Uni<Void> write(SqlClient transaction, String sql, JsonArray rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values =
                Tuple.of(tenantId, rows, actor.type().text(), actor.id(), actor.address(), upload);
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    private Uni<Void> learn(SqlClient transaction, ImportDecisions decisions) {
        if (decisions.learnt.isEmpty()) {
            return forget(transaction, decisions);
        }
        Buffer[] hashes =
                decisions.learnt.keySet().stream()
                        .map(hash -> Buffer.buffer(hash.array()))
                        .toArray(Buffer[]::new);
        String[] ids = decisions.learnt.values().toArray(String[]::new);
        return transaction
                .preparedQuery(ImportRows.LEARN)
                .execute(Tuple.of(tenantId, hashes, ids))
                .chain(() -> forget(transaction, decisions));
    }

    private Uni<Void> forget(SqlClient transaction, ImportDecisions decisions) {
        return named(transaction, ImportRows.FORGET, decisions.replaced.keySet().stream(), false);
    }

    private Uni<Void> touch(SqlClient transaction, ImportDecisions decisions) {
        return named(transaction, ImportRows.TOUCH, decisions.touched.stream(), true);
    }

    private Uni<Void> named(
            SqlClient transaction, String sql, Stream<String> connections, boolean withUpload) {
        String[] ids = connections.toArray(String[]::new);
        if (ids.length == 0) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = withUpload ? Tuple.of(tenantId, ids, upload) : Tuple.of(tenantId, ids);
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    @Override
    public String toString() {
        return "ImportBatch[" + upload + "]";
    }
}
