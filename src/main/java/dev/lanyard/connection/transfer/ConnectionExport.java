package dev.lanyard.connection.transfer;

import com.google.crypto.tink.KeysetHandle;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Exports a tenant's connections, sealed, page by page. With {@code freeze} each is a shadow before
 * it is sent: two installations never present the same token.
 */
@ApplicationScoped
class ConnectionExport {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Longer than a response may take to be stored (rule 15), and than a lease. */
    private static final int MOST_PAUSES = 150;

    private final Pool pool;
    private final Vault vault;
    private final AuditLog log;

    ConnectionExport(Pool pool, Vault vault, AuditLog log) {
        this.pool = pool;
        this.vault = vault;
        this.log = log;
    }

    /**
     * The lines, some at once.
     *
     * @param recipient a public key for hybrid encryption
     * @return fails with {@code not_found}
     */
    Multi<String> export(Actor actor, String tenantId, KeysetHandle recipient, boolean freeze) {
        AuditEntry entry =
                AuditEntry.succeeded(
                        tenantId, actor, freeze ? "tenant.frozen" : "tenant.exported", tenantId);
        return pool.preparedQuery(ExportRows.TENANT)
                .execute(Tuple.of(tenantId))
                .invoke(ConnectionExport::requireTenant)
                .chain(() -> vault.dataKey(tenantId))
                .call(() -> log.record(pool, entry))
                .onItem()
                .transformToMulti(key -> run(tenantId, key, recipient, freeze));
    }

    private static void requireTenant(RowSet<Row> found) {
        if (found.size() == 0) {
            throw ProblemException.notFound();
        }
    }

    private Multi<String> run(
            String tenantId, DataKey key, KeysetHandle recipient, boolean freeze) {
        try {
            SealedExport.BegunExport begun = SealedExport.begin(recipient, tenantId);
            ExportRun run = new ExportRun(tenantId, key, begun.export(), freeze);
            Multi<String> pages =
                    Multi.createBy()
                            .repeating()
                            .uni(() -> run.next())
                            .until(String::isEmpty)
                            .filter(text -> !text.equals(ExportRun.NOTHING_YET));
            return Multi.createBy()
                    .concatenating()
                    .streams(Multi.createFrom().item(begun.header()), pages);
        } catch (GeneralSecurityException e) {
            throw ConnectionExportResource.wrongKey();
        }
    }

    /** One export under way. */
    private final class ExportRun {
        static final String NOTHING_YET = "\n";

        private final String tenantId;
        private final DataKey key;
        private final SealedExport sealing;
        private final boolean freeze;
        private String last = "";
        private List<String> busy = new ArrayList<>();
        private long exported;
        private int pauses;
        private boolean pagesDone;
        private boolean ended;

        ExportRun(String tenantId, DataKey key, SealedExport sealing, boolean freeze) {
            this.tenantId = tenantId;
            this.key = key;
            this.sealing = sealing;
            this.freeze = freeze;
        }

        /** Lines; empty: that was all. */
        Uni<String> next() {
            if (ended) {
                return Uni.createFrom().item("");
            }
            if (!pagesDone) {
                return page();
            }
            return busy.isEmpty() || pauses >= MOST_PAUSES ? end() : again();
        }

        private Uni<String> page() {
            return pool.preparedQuery(ExportRows.IDS)
                    .execute(Tuple.of(tenantId, last))
                    .map(rows -> rows.stream().map(row -> row.getString("id")).toList())
                    .chain(ids -> pageOf(ids));
        }

        private Uni<String> pageOf(List<String> ids) {
            if (ids.isEmpty()) {
                pagesDone = true;
                return Uni.createFrom().item(NOTHING_YET);
            }
            last = ids.get(ids.size() - 1);
            return lines(ids);
        }

        /** Those whose response was outstanding. */
        private Uni<String> again() {
            pauses++;
            List<String> ids = busy.subList(0, Math.min(busy.size(), 200));
            List<String> these = List.copyOf(ids);
            ids.clear();
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(PAUSE)
                    .chain(() -> lines(these));
        }

        private Uni<String> lines(List<String> ids) {
            Tuple values = Tuple.of(tenantId, ids.toArray(String[]::new));
            Uni<Void> frozen =
                    freeze
                            ? pool.preparedQuery(ExportRows.FREEZE)
                                    .execute(values)
                                    .replaceWithVoid()
                            : Uni.createFrom().voidItem();
            return frozen.chain(() -> pool.preparedQuery(ExportRows.ROWS).execute(values))
                    .map(this::sealed);
        }

        private String sealed(RowSet<Row> rows) {
            List<String> lines = new ArrayList<>();
            for (Row row : rows) {
                if (freeze && !ExportRows.isFrozen(row)) {
                    busy.add(row.getString("id"));
                } else {
                    lines.add(sealing.seal(ExportRows.line(key, row)));
                    exported++;
                }
            }
            return lines.isEmpty() ? NOTHING_YET : String.join("\n", lines);
        }

        private Uni<String> end() {
            ended = true;
            return pool.preparedQuery(ExportRows.LEFT_OUT)
                    .execute(Tuple.of(tenantId))
                    .map(rows -> rows.iterator().next().getLong("left_out"))
                    .map(this::summary)
                    .map(sealing::end);
        }

        private JsonObject summary(long leftOut) {
            return JsonObject.of(
                    "exported", exported,
                    "frozen", freeze,
                    "left_out_as_not_of_use", leftOut,
                    "left_out_as_in_use", busy.size());
        }
    }
}
