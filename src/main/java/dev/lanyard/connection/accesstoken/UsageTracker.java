package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Records which connections were used, written in batches: a read costs no write. What is used is
 * refreshed ahead of its expiry once; use after that asks for the next time, so that refreshes
 * follow use.
 */
@Singleton
public class UsageTracker {
    private static final Logger LOG = Logger.getLogger(UsageTracker.class);
    private static final String USED =
            """
            UPDATE connection c SET last_used_at = now()
            FROM (
                SELECT w.tenant_id, w.id FROM connection w
                JOIN unnest($1::text[], $2::text[]) AS used (tenant_id, id)
                  ON w.tenant_id = used.tenant_id AND w.id = used.id
                WHERE w.last_used_at IS NULL OR w.last_used_at < now() - interval '30 seconds'
                ORDER BY w.tenant_id, w.id FOR NO KEY UPDATE OF w -- replicas lock in one order
            ) AS used
            WHERE c.tenant_id = used.tenant_id AND c.id = used.id
            """;
    private static final String AHEAD =
            """
            UPDATE token_set t
            SET due_at = expires_at -- rule 27: where a refresh ends the former token, no earlier than callers lose it
                - least(interval '5 minutes', (expires_at - issued_at) / 10, used.ends_after * interval '1 second')
            FROM (
                SELECT w.tenant_id, w.connection_id, e.ends_after FROM token_set w
                JOIN unnest($1::text[], $2::text[]) AS used (tenant_id, id)
                  ON w.tenant_id = used.tenant_id AND w.connection_id = used.id
                JOIN connection c ON c.tenant_id = used.tenant_id AND c.id = used.id
                LEFT JOIN unnest($3::text[], $4::float8[]) AS e (provider, ends_after) -- $3 providers, $4 seconds
                  ON e.provider = c.provider
                WHERE w.due_at IS NULL OR w.due_at > w.expires_at
                ORDER BY w.tenant_id, w.connection_id FOR NO KEY UPDATE OF w
            ) AS used
            WHERE t.tenant_id = used.tenant_id AND t.connection_id = used.connection_id
              AND t.retry_at IS NULL AND t.presented_at IS NULL AND NOT t.suspect
              AND t.shadow_refresh_token IS NULL -- a shadow is never refreshed
              AND (t.due_at IS NULL OR t.due_at > t.expires_at)
            """;

    private final RecurringTask writing = new RecurringTask(LOG, "Noting of what was used");
    private final Pool pool;
    private final Providers providers;
    private final Set<ConnectionRef> used = ConcurrentHashMap.newKeySet();

    UsageTracker(Pool pool, Providers providers) {
        this.pool = pool;
        this.providers = providers;
    }

    /** A token of this connection was given out. */
    void record(ConnectionRef connection) {
        used.add(connection);
    }

    /**
     * Writes down what was used since. What a failure kept from being written is written the next
     * time.
     */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    public Uni<Void> write() {
        List<ConnectionRef> batch = List.copyOf(used);
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        batch.forEach(used::remove);
        Tuple values =
                Tuple.of(column(batch, ConnectionRef::tenantId), column(batch, ConnectionRef::id));
        return writing.run(
                pool.preparedQuery(USED)
                        .execute(values)
                        .chain(() -> pool.preparedQuery(AHEAD).execute(ahead(batch)))
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(() -> used.addAll(batch)));
    }

    private Tuple ahead(List<ConnectionRef> batch) {
        Map<String, Double> ends = new TreeMap<>();
        for (Provider provider : providers.all()) {
            provider.refreshToken()
                    .endsAccessTokenAfter()
                    .ifPresent(after -> ends.put(provider.name(), SqlSeconds.of(after)));
        }
        return Tuple.of(
                column(batch, ConnectionRef::tenantId),
                column(batch, ConnectionRef::id),
                ends.keySet().toArray(String[]::new),
                ends.values().toArray(Double[]::new));
    }

    private static String[] column(
            List<ConnectionRef> batch, Function<ConnectionRef, String> part) {
        return batch.stream().map(part).toArray(String[]::new);
    }
}
