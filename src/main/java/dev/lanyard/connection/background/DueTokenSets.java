package dev.lanyard.connection.background;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.TokenVersion;
import dev.lanyard.database.SqlSeconds;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Claims due token sets for one replica for a minute. Found by an index-only scan, shared out among
 * profiles, then locked by primary key with {@code FOR UPDATE SKIP LOCKED}: a tick costs what is
 * due and not what is stored.
 */
@ApplicationScoped
public class DueTokenSets {
    /** Finds; what it names is in the index alone. */
    static final String FIND =
            """
            SELECT due_at, tenant_id, connection_id, profile_id FROM token_set
            WHERE due_at <= now() AND coalesce(profile_id, '') <> ALL ($2::text[]) %s
            ORDER BY due_at LIMIT 1000
            """;

    /** Of these rows, those with an outstanding answer or a suspicion; an index of their own. */
    static final String OUTSTANDING_ONLY = "AND (presented_at IS NOT NULL OR suspect)";

    private static final String CLAIM =
            """
            WITH found AS (%s), numbered AS (
                SELECT *, row_number() OVER (PARTITION BY profile_id ORDER BY due_at) AS nth FROM found
            ), wanted AS (
                SELECT tenant_id, connection_id FROM numbered
                WHERE nth <= $3 ORDER BY due_at LIMIT $1
            ), locked AS (
                SELECT t.tenant_id, t.connection_id
                FROM wanted JOIN token_set t USING (tenant_id, connection_id)
                WHERE t.due_at <= now() FOR UPDATE OF t SKIP LOCKED
            )
            UPDATE token_set t
            SET due_at = now() + interval '1 minute', profile_id = c.connector_profile_id
            FROM locked l JOIN connection c ON c.tenant_id = l.tenant_id AND c.id = l.connection_id
            WHERE t.tenant_id = l.tenant_id AND t.connection_id = l.connection_id
            RETURNING t.tenant_id, t.connection_id, t.version, t.profile_id, c.provider,
                t.presented_at IS NOT NULL AS outstanding, t.suspect
            """;
    private static final String OUTSTANDING = CLAIM.formatted(FIND.formatted(OUTSTANDING_ONLY));
    private static final String ANY = CLAIM.formatted(FIND.formatted(""));
    private static final String LATER =
            """
            UPDATE token_set SET due_at = now() + $3::float8 * interval '1 second'
            WHERE tenant_id = $1 AND connection_id = $2
              AND due_at > now() + interval '30 seconds' AND due_at <= now() + interval '1 minute'
            """;

    private final Pool pool;

    DueTokenSets(Pool pool) {
        this.pool = pool;
    }

    /**
     * A row that is due.
     *
     * @param outstanding an answer is outstanding (rule 14)
     * @param suspect waits for proof that the client works (rule 19)
     */
    public record Due(
            TokenVersion seen,
            String profileId,
            String provider,
            boolean outstanding,
            boolean suspect) {
        public ConnectionRef connection() {
            return seen.connection();
        }
    }

    /**
     * Bounds of one claim.
     *
     * @param most at once
     * @param each of one profile
     * @param but not of these profiles
     */
    public record Share(int most, int each, Set<String> but) {
        Share without(Set<String> profiles) {
            Set<String> all = new HashSet<>(but);
            all.addAll(profiles);
            return new Share(most, each, all);
        }

        /** The profiles that got all that each may get: they may have hidden the others. */
        Set<String> spentBy(List<Due> claimed) {
            Map<String, Long> counts =
                    claimed.stream().collect(groupingBy(Due::profileId, counting()));
            return counts.entrySet().stream()
                    .filter(entry -> entry.getValue() >= each)
                    .map(Map.Entry::getKey)
                    .collect(toSet());
        }

        private Tuple values() {
            return Tuple.of(most, but.toArray(String[]::new), each);
        }
    }

    /** Rows with an outstanding answer, which go before all others. */
    Uni<List<Due>> claimOutstanding(Share share) {
        return claim(OUTSTANDING, share);
    }

    /** Rows that are due for whatever reason. */
    public Uni<List<Due>> claim(Share share) {
        return claim(ANY, share);
    }

    private Uni<List<Due>> claim(String sql, Share share) {
        return pool.preparedQuery(sql).execute(share.values()).map(DueTokenSets::list);
    }

    private static List<Due> list(RowSet<Row> rows) {
        List<Due> due = new ArrayList<>(rows.size());
        for (Row row : rows) {
            due.add(
                    new Due(
                            new TokenVersion(
                                    new ConnectionRef(
                                            row.getString("tenant_id"),
                                            row.getString("connection_id")),
                                    row.getLong("version")),
                            row.getString("profile_id"),
                            row.getString("provider"),
                            row.getBoolean("outstanding"),
                            row.getBoolean("suspect")));
        }
        return due;
    }

    /**
     * Looks at a claimed row again after that long, unless something else was written meanwhile.
     */
    Uni<Void> later(ConnectionRef connection, Duration delay) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(connection.tenantId(), connection.id(), SqlSeconds.of(delay)))
                .replaceWithVoid();
    }
}
