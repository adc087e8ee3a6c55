package dev.lanyard.connection.transfer;

import dev.lanyard.connection.change.ListeningConnection;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Imports batches of lines. Each line has its result, and none is harmed by another: what the
 * database refuses in one go is stored line by line.
 */
@ApplicationScoped
class ConnectionImport {
    private static final Logger LOG = Logger.getLogger(ConnectionImport.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int TRIES = 3;

    private final Pool pool;
    private final Vault vault;
    private final Providers providers;
    private final ImportReader reader;
    private final ListeningConnection listening;

    ConnectionImport(
            Pool pool,
            Vault vault,
            Providers providers,
            ImportReader reader,
            ListeningConnection listening) {
        this.pool = pool;
        this.vault = vault;
        this.providers = providers;
        this.reader = reader;
        this.listening = listening;
    }

    /**
     * Who imports.
     *
     * @param id of the upload
     */
    record Upload(String tenantId, Actor actor, String id) {}

    /**
     * What became of each line, in their order. What was begun is finished, though nobody waits any
     * more.
     */
    Uni<List<ImportResult>> store(Upload upload, List<UploadedLine> lines) {
        return vault.dataKey(upload.tenantId())
                .chain(key -> store(upload, key, lines))
                .call(listening::caughtUp) // then no older tokens are served here
                .memoize()
                .indefinitely();
    }

    private Uni<List<ImportResult>> store(Upload upload, DataKey key, List<UploadedLine> lines) {
        ImportResult[] results = new ImportResult[lines.size()];
        Map<Integer, ImportLine> readable = new HashMap<>();
        for (int at = 0; at < results.length; at++) {
            read(lines.get(at), at, results, readable);
        }
        return readable.isEmpty()
                ? Uni.createFrom().item(List.of(results))
                : new PartedBatch(upload, key, lines, readable, results).store();
    }

    private void read(
            UploadedLine line, int at, ImportResult[] results, Map<Integer, ImportLine> readable) {
        try {
            if (line.fault() == null) {
                readable.put(at, reader.read(line));
            } else {
                results[at] = ImportResult.unreadable(line, line.fault());
            }
        } catch (ProblemException wrong) {
            results[at] = ImportResult.failed(line.number(), wrong);
        }
    }

    /** A batch of which some lines have their results already. */
    private final class PartedBatch {
        private final Upload upload;
        private final DataKey key;
        private final List<UploadedLine> lines;
        private final Map<Integer, ImportLine> readable;
        private final ImportResult[] results;

        PartedBatch(
                Upload upload,
                DataKey key,
                List<UploadedLine> lines,
                Map<Integer, ImportLine> readable,
                ImportResult[] results) {
            this.upload = upload;
            this.key = key;
            this.lines = lines;
            this.readable = readable;
            this.results = results;
        }

        Uni<List<ImportResult>> store() {
            List<Integer> all = readable.keySet().stream().sorted().toList();
            return storeTogether(all)
                    .onFailure(ConnectionImport::isOfOneLine)
                    .recoverWithUni(() -> storeOneByOne(all, 0))
                    .replaceWith(() -> List.of(results));
        }

        private Uni<Void> storeTogether(List<Integer> places) {
            return Uni.createFrom()
                    .deferred(() -> pool.withTransaction(sql -> inTransaction(sql, places)))
                    .onFailure(failure -> !isOfOneLine(failure))
                    .retry()
                    .withBackOff(PAUSE)
                    .atMost(TRIES);
        }

        private Uni<Void> storeOneByOne(List<Integer> places, int from) {
            if (from == places.size()) {
                return Uni.createFrom().voidItem();
            }
            int place = places.get(from);
            return storeTogether(List.of(place))
                    .onFailure(ConnectionImport::isOfOneLine)
                    .invoke(failure -> refuse(place, failure))
                    .onFailure(ConnectionImport::isOfOneLine)
                    .recoverWithNull()
                    .chain(() -> storeOneByOne(places, from + 1));
        }

        private void refuse(int place, Throwable failure) {
            LOG.debugf("a line of %s: %s", upload.id(), failure.getMessage());
            results[place] =
                    ImportResult.failed(
                            lines.get(place).number(),
                            ProblemException.invalid("body", "cannot be stored as it is"));
        }

        private ImportLine line(int place) {
            return Objects.requireNonNull(readable.get(place));
        }

        private Uni<Void> inTransaction(SqlClient sql, List<Integer> places) {
            String[] profiles =
                    places.stream()
                            .map(place -> line(place).connectorProfileId())
                            .distinct()
                            .toArray(String[]::new);
            return sql.preparedQuery(ImportRows.PROFILES)
                    .execute(Tuple.of(upload.tenantId(), profiles))
                    .chain(found -> inTransaction(sql, places, found));
        }

        private Uni<Void> inTransaction(SqlClient sql, List<Integer> places, RowSet<Row> found) {
            Map<String, Provider> byProfile = byProfile(found);
            List<ImportedGrant> grants = new ArrayList<>();
            List<Integer> stored = new ArrayList<>();
            for (int place : places) {
                ImportLine line = line(place);
                Provider provider = byProfile.get(line.connectorProfileId());
                if (provider == null) {
                    results[place] = unknownProfile(lines.get(place));
                } else {
                    grants.add(grant(lines.get(place).number(), line, provider));
                    stored.add(place);
                }
            }
            return grants.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : new ImportBatch(upload.tenantId(), upload.actor(), upload.id(), key, grants)
                            .store(sql)
                            .invoke(done -> put(stored, done))
                            .replaceWithVoid();
        }

        private ImportedGrant grant(long number, ImportLine line, Provider provider) {
            String token = Objects.requireNonNull(line.refreshToken());
            byte[] hash = key.fingerprint(SealedTokens.REFRESH, token);
            return new ImportedGrant(number, line, provider, ByteBuffer.wrap(hash));
        }

        private void put(List<Integer> places, List<ImportResult> done) {
            for (int i = 0; i < places.size(); i++) {
                results[places.get(i)] = done.get(i);
            }
        }
    }

    private Map<String, Provider> byProfile(RowSet<Row> found) {
        Map<String, Provider> byProfile = new HashMap<>();
        for (Row row : found) {
            providers
                    .find(row.getString("provider"))
                    .ifPresent(provider -> byProfile.put(row.getString("id"), provider));
        }
        return byProfile;
    }

    private static ImportResult unknownProfile(UploadedLine line) {
        return ImportResult.failed(
                line.number(),
                ProblemException.invalid(
                        "connector_profile_id", "is none of your connector profiles"));
    }

    /**
     * A value that the database does not take, class 22 of SQLSTATE; not a lost race or an outage.
     */
    private static boolean isOfOneLine(Throwable failure) {
        return failure instanceof PgException refused
                && String.valueOf(refused.getSqlState()).startsWith("22");
    }

    /** What is told of lines that the database could not be asked for. */
    static ProblemException unavailable() {
        return ProblemException.of(
                ProblemCode.UNAVAILABLE,
                "Lanyard's database could not be asked. The import ends here: send the rest again,"
                        + " or all of it.");
    }
}
