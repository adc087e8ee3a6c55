package dev.lanyard.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A statement with arguments that mean something in the databases of src/test/bench/growth.sql.
 *
 * @param arguments SQL expressions, in order
 * @param before what is done first in the same transaction
 */
record GrowthCase(String name, String sql, List<String> arguments, String before) {
    private static final String BIG = "grown('ten_', 0)";

    /** Five hundred, spread over all that the tenant has. */
    private static final String USED =
            "(SELECT array_agg(%s ORDER BY n) FROM (SELECT n, t.tenant_id, t.connection_id"
                    + " FROM (SELECT least(0.6 * reltuples, 1000000)::bigint / 500 AS step"
                    + " FROM pg_class WHERE relname = 'connection') AS x, generate_series(1, 500) n"
                    + " CROSS JOIN LATERAL (SELECT tenant_id, connection_id FROM token_set WHERE tenant_id = grown('ten_', 0)"
                    + " AND connection_id = grown('conn_', n * x.step - 1)) AS t) AS x)";

    private static final String KEYS =
            "(SELECT array_agg(%s) FROM (SELECT tenant_id, id FROM api_key ORDER BY 1, 2 LIMIT 20) AS x)";
    private static final String DUE =
            "UPDATE token_set SET due_at = now() - interval '1 minute' WHERE (tenant_id, connection_id) IN"
                    + " (SELECT grown('ten_', 0), grown('conn_', n) FROM generate_series(1, 64) n)";

    /** What is measured and not in this list has no argument. */
    private static final Map<String, List<String>> ARGUMENTS =
            Map.ofEntries(
                    Map.entry("ConnectionCounts.COUNT", List.of(BIG, "''", "2000")),
                    Map.entry("DueTokenSets.ANY", List.of("256", "'{}'", "16")),
                    Map.entry("DueTokenSets.OUTSTANDING", List.of("256", "'{}'", "16")),
                    Map.entry("DueDeliveries.TAKE_ANY", List.of("64", "'{}'", "'{}'", "'lease_m'")),
                    Map.entry("AuditChain.CHAIN", List.of("500")),
                    Map.entry("AuditChain.EXPIRE", List.of("34560000", "500")),
                    Map.entry("RefreshFigures.HOUR", List.of("1")),
                    Map.entry("SessionRetention.FORGET", List.of("2592000")),
                    Map.entry("EventRetention.FORGET", List.of("7776000")),
                    Map.entry(
                            "UsageTracker.USED",
                            List.of(USED.formatted("tenant_id"), USED.formatted("connection_id"))),
                    Map.entry(
                            "UsageTracker.AHEAD",
                            List.of(
                                    USED.formatted("tenant_id"),
                                    USED.formatted("connection_id"),
                                    "'{bitbucket}'",
                                    "'{60}'")),
                    Map.entry(
                            "CredentialUse.KEYS",
                            List.of(KEYS.formatted("tenant_id"), KEYS.formatted("id"))),
                    Map.entry("CredentialUse.WORKLOADS", List.of("'{}'", "'{}'")),
                    Map.entry(
                            "RefreshTally.ADD",
                            List.of("ARRAY[grown('ten_', 0)]", "'{bitbucket}'", "'{1}'", "'{0}'")),
                    Map.entry("TenantListOperatorPage.SELECT", List.of("'infinity'", "'~'", "21")),
                    Map.entry("TroubleOperatorPage.SELECT", List.of("''", "''", "51")),
                    Map.entry("OperatorConnectionResource.SELECT", List.of("grown('conn_', 77)")),
                    Map.entry(
                            "WorkloadCallers.SELECT", List.of("'https://issuer'", "'s'", "'{a}'")),
                    Map.entry("VaultCheck.INSERT", List.of("'m'", "'\\x00'")),
                    Map.entry("VaultRotation.REQUEST", List.of("'1'")),
                    Map.entry("VaultRotation.CLAIM", List.of("'1'")),
                    Map.entry("VaultRotation.NEXT", List.of("''", "'2'", "100")),
                    Map.entry("VaultRotation.STORE", List.of("'1'", "'{}'", "'{}'")),
                    Map.entry("VaultRotation.ADVANCE", List.of("''", "false")));

    /** All that is not one tenant's, and some lists that are. */
    static List<GrowthCase> all(Map<String, String> statements) {
        List<GrowthCase> all = new ArrayList<>(lists(statements));
        all.add(of("DueTokenSets.ANY", " with 64 due", statements, DUE));
        StatementReaches.read().all().entrySet().stream()
                .filter(each -> each.getValue() != TenantReach.Reach.ROUTER)
                .forEach(each -> all.add(of(each.getKey(), "", statements, "SELECT 1")));
        return all;
    }

    private static GrowthCase of(
            String name, String more, Map<String, String> statements, String before) {
        return new GrowthCase(
                name + more, statements.get(name), ARGUMENTS.getOrDefault(name, List.of()), before);
    }

    private static List<GrowthCase> lists(Map<String, String> statements) {
        return List.of(
                list("connections, page 1", "connection_shown", "created_at", "true", 0),
                list(
                        "connections, page 10,000 or the last",
                        "connection_shown",
                        "created_at",
                        "true",
                        499_950),
                list(
                        "connections to be connected again, page 1",
                        "connection_shown",
                        "created_at",
                        "health = 'reconnect_required'",
                        0),
                list(
                        "connections of a profile, page 1",
                        "connection_shown",
                        "created_at",
                        "connector_profile_id = 'prof_2'",
                        0),
                list(
                        "connections of an end user",
                        "connection_shown",
                        "created_at",
                        "end_user_id = 'user-77'",
                        0),
                list("events, page 1", "event", "created_at", "true", 0),
                list("events, page 1,000 or the last", "event", "created_at", "true", 49_950),
                list("audit log, page 1", "audit_log", "at", "true", 0),
                list("audit log, page 10,000 or the last", "audit_log", "at", "true", 499_950),
                new GrowthCase(
                        "sessions, page 1",
                        statements.get("ConnectSessions.NEWEST"),
                        List.of(BIG, "'infinity'", "'~'", "51"),
                        "SELECT 1"),
                new GrowthCase(
                        "sessions of a day by status",
                        statements.get("ConnectSessions.LAST_DAY"),
                        List.of(BIG),
                        "SELECT 1"),
                new GrowthCase(
                        "connections by status, of 10,000",
                        statements.get("StatusCounts.COUNT"),
                        List.of(BIG),
                        "SELECT 1"));
    }

    private static GrowthCase list(
            String name, String table, String age, String condition, int skipped) {
        String sql =
                "SELECT * FROM %2$s WHERE tenant_id = $1 AND (%3$s) AND (%1$s, id) < ($2, $3) ORDER BY %1$s DESC, id DESC LIMIT 51"
                        .formatted(age, table, condition);
        String rows = table.equals("connection_shown") ? "connection" : table;
        String last =
                "(SELECT %1$s FROM (SELECT %2$s, id FROM %3$s WHERE tenant_id = grown('ten_', 0) ORDER BY %2$s DESC, id DESC"
                        + " OFFSET greatest(0, least(%4$d, (SELECT count(*) FROM %3$s WHERE tenant_id = grown('ten_', 0)) - 51)) LIMIT 1) AS x)";
        return skipped == 0
                ? new GrowthCase(name, sql, List.of(BIG, "'infinity'", "'~'"), "SELECT 1")
                : new GrowthCase(
                        name,
                        sql,
                        List.of(
                                BIG,
                                last.formatted(age, age, rows, skipped),
                                last.formatted("id", age, rows, skipped)),
                        "SELECT 1");
    }
}
