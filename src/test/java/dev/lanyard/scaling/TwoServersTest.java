package dev.lanyard.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.scaling.SqlTexts.SqlText;
import dev.lanyard.scaling.TenantReach.Reach;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * What PostgreSQL's planner makes of the statements when a tenant's rows are at one of two servers:
 * what the text says of their reach ({@link TenantReach}) is where they go.
 */
class TwoServersTest {
    private static final Pattern REMOTE =
            Pattern.compile(
                    "\\bon (s[01])\\.[^:]*?(?:\\n(?!.*\\bon s[01]\\.).*)*?\\n *Remote SQL: (.*)");

    /** A correlated subquery's tenant, of which the planner does not know yet where it is. */
    private static final Pattern OF_A_ROW = Pattern.compile("tenant_id = \\$\\d");

    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");

    private static final Set<String> OF_TENANTS = StatementReaches.read().ofTenants();

    private static TwoServers servers;
    private static String[] tenants;

    @BeforeAll
    static void start() throws SQLException {
        servers = new TwoServers(OF_TENANTS);
        tenants = new String[2];
        for (int n = 0; tenants[0] == null || tenants[1] == null; n++) {
            tenants[servers.home("ten_" + n)] = "ten_" + n;
        }
        for (int n = 0; n < 2; n++) {
            try (Connection home = servers.at(n)) {
                connect(home, tenants[n]);
            }
        }
    }

    private static void connect(Connection home, String tenant) throws SQLException {
        String rows =
                """
                INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'T');
                INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
                VALUES ('%1$s', 'prof_1', 'bitbucket', 'P', 'c', '', '{}', '{}', 'accepted');
                INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
                VALUES ('%1$s', 'conn_1', 'prof_1', 'bitbucket', 'u', 'a');
                INSERT INTO token_set (tenant_id, connection_id, profile_id, access_token, refresh_token, expires_at, due_at)
                VALUES ('%1$s', 'conn_1', 'prof_1', '\\x00', '\\x00', now() + interval '1 hour', now() - interval '1 hour');
                """;
        TwoServers.run(home, rows.formatted(tenant));
    }

    @AfterAll
    static void stop() throws SQLException, IOException {
        servers.close();
    }

    /** The servers that the planner asks; null: it cannot plan that over foreign tables. */
    private static Set<String> planned(String sql) throws SQLException {
        try {
            String plan = "EXPLAIN (GENERIC_PLAN, VERBOSE, COSTS OFF) " + sql;
            return REMOTE.matcher(String.join("\n", TwoServers.column(servers.front(), plan)))
                    .results()
                    .filter(scan -> !OF_A_ROW.matcher(scan.group(2)).find())
                    .map(scan -> scan.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (SQLException e) {
            // the latter: a part of it is put in at each call
            assertThat(e.getMessage())
                    .containsPattern(
                            "ON CONFLICT|syntax error at or near \"[A-Z]{4,}|column \"[a-z]+\" does not exist");
            return null;
        }
    }

    private static String ofTenant(String sql, String tenant) {
        String named = sql;
        for (String parameter : TenantReach.parameters(sql, OF_TENANTS)) {
            named =
                    named.replaceAll(
                            Pattern.quote(parameter) + "(?!\\d)", "'" + tenant + "'::text");
        }
        return renumbered(named);
    }

    /** Parameters from 1 on: PostgreSQL asks for the type of one that is left out. */
    private static String renumbered(String sql) {
        List<String> used =
                PARAMETER
                        .matcher(sql)
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .sorted(Comparator.comparing(each -> Integer.valueOf(each.substring(1))))
                        .toList();
        return PARAMETER
                .matcher(sql)
                .replaceAll(found -> "\\$" + (used.indexOf(found.group()) + 1));
    }

    @Test
    void aStatementOfOneTenantGoesToItsServerOnly() throws SQLException {
        Set<String> notPlanned = new TreeSet<>();
        Set<String> byRow = new TreeSet<>();
        int went = 0;
        for (SqlText each : of(Reach.ROUTER)) {
            for (int n = 0; n < 2; n++) {
                Set<String> asked = planned(ofTenant(each.sql(), tenants[n]));
                if (asked == null) {
                    notPlanned.add(each.name());
                } else if (asked.size() > 1) {
                    byRow.add(each.name());
                } else {
                    assertThat(asked).as(each.name()).isSubsetOf("s" + n);
                    went++;
                }
            }
        }

        System.out.println("not planned over foreign tables: " + notPlanned);
        System.out.println("a subquery's server is known when it runs: " + byRow);
        assertThat(went).isGreaterThan(200);
        assertThat(notPlanned).hasSizeLessThan(30);
        assertThat(byRow).hasSizeLessThan(15);
    }

    @Test
    void allOthersGoToBoth() throws SQLException {
        Map<String, Set<String>> asked = new TreeMap<>();
        for (Reach reach : List.of(Reach.CO_LOCATED, Reach.EVERYWHERE, Reach.ACROSS)) {
            for (SqlText each : of(reach)) {
                Set<String> servers = planned(each.sql());
                if (servers != null && !each.sql().contains("vault_")) {
                    asked.put(each.name(), servers);
                }
            }
        }

        assertThat(asked).hasSizeGreaterThan(30);
        assertThat(asked)
                .allSatisfy(
                        (name, servers) ->
                                assertThat(servers).as(name).containsExactly("s0", "s1"));
    }

    private static List<SqlText> of(Reach reach) {
        return SqlTexts.all().stream()
                .filter(each -> !each.sql().contains("_audit_log("))
                .filter(
                        each ->
                                each.sql()
                                        .matches(
                                                "(?s).*\\b(?:FROM|INTO|UPDATE)\\s+(?!pg_)[a-z_]{5,}\\b.*"))
                .filter(each -> TenantReach.of(each.sql(), OF_TENANTS) == reach)
                .toList();
    }

    @Test
    void aTokenIsReadThroughTheFrontFromItsServer() throws SQLException {
        for (String tenant : tenants) {
            String read = ofTenant(statement("TokenRow.SELECT"), tenant).replace("$1", "'conn_1'");

            assertThat(TwoServers.column(servers.front(), read)).hasSize(1);
        }
    }

    /** Background work that runs on every node finds all that there is, and each row once. */
    @Test
    void whatIsDueIsClaimedServerByServer() throws SQLException {
        for (int n = 0; n < 2; n++) {
            try (Connection home = servers.at(n)) {
                TwoServers.run(home, "PREPARE claim AS " + statement("DueTokenSets.ANY"));

                assertThat(TwoServers.column(home, "EXECUTE claim(64, '{}', 16)"))
                        .containsExactly(tenants[n]);
                assertThat(TwoServers.column(home, "EXECUTE claim(64, '{}', 16)")).isEmpty();
            }
        }
    }

    /** Why a replica has to listen to each node, or keep no rows in memory. */
    @Test
    void whatAServersTriggersTellIsHeardThereAlone() throws SQLException {
        try (Connection home = servers.at(1)) {
            TwoServers.run(home, "LISTEN lanyard_token_rows");
            TwoServers.run(servers.front(), "LISTEN lanyard_token_rows");

            TwoServers.run(
                    servers.front(),
                    "UPDATE token_set SET version = version + 1 WHERE tenant_id = '"
                            + tenants[1]
                            + "'");

            assertThat(heard(home)).isEqualTo(1);
            assertThat(heard(servers.front())).isZero();
        }
    }

    private static int heard(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getNotifications(1_000).length;
    }

    private static String statement(String name) {
        return SqlTexts.all().stream()
                .filter(each -> each.name().equals(name))
                .map(SqlText::sql)
                .findFirst()
                .orElseThrow();
    }
}
