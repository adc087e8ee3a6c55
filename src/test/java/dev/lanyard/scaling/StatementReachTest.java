package dev.lanyard.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.scaling.TenantReach.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/scaling.md names each statement that is not one tenant's, and counts those that are: what a
 * distributed PostgreSQL would do with a new one is asked when it is written.
 */
class StatementReachTest {
    private static final Path PLAN = Path.of("docs/scaling.md");

    /** {@code | `UsageTracker.USED` | co-located | … |}. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([a-z-]+) \\| [^|]{10,}");

    private static final Pattern COUNTED =
            Pattern.compile("(?m)^\\| (router|co-located|everywhere|across) \\| (\\d+) \\|");

    private static StatementReaches statements;
    private static Map<String, Reach> reaches;
    private static String plan;

    @BeforeAll
    static void read() throws IOException {
        plan = Files.readString(PLAN);
        statements = StatementReaches.read();
        reaches = statements.all();
    }

    private static String word(Reach reach) {
        return reach.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Test
    void thePlanNamesEachStatementThatIsNotOneTenants() {
        Map<String, String> listed =
                ROW.matcher(plan)
                        .results()
                        .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        Map<String, String> found =
                reaches.entrySet().stream()
                        .filter(each -> each.getValue() != Reach.ROUTER)
                        .collect(
                                Collectors.toMap(Map.Entry::getKey, each -> word(each.getValue())));

        assertThat(new TreeMap<>(listed))
                .as("docs/scaling.md has a row for each, and says what becomes of it")
                .isEqualTo(new TreeMap<>(found));
    }

    @Test
    void thePlanCountsThem() {
        Map<String, Long> counted =
                COUNTED.matcher(plan)
                        .results()
                        .collect(
                                Collectors.toMap(
                                        row -> row.group(1), row -> Long.valueOf(row.group(2))));
        Map<String, Long> found =
                Stream.of(Reach.values())
                        .collect(
                                Collectors.toMap(
                                        StatementReachTest::word, StatementReachTest::count));

        assertThat(found.get("router")).isGreaterThan(150);
        assertThat(counted).as("docs/scaling.md counts the statements").isEqualTo(found);
    }

    private static long count(Reach reach) {
        return reaches.values().stream().filter(reach::equals).count();
    }

    /** That the reader of statements tells them apart. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ROUTER | SELECT * FROM event WHERE tenant_id = $1",
                "ROUTER | SELECT * FROM event e JOIN webhook w ON w.tenant_id = e.tenant_id WHERE e.tenant_id = $1",
                "ROUTER | INSERT INTO event (tenant_id, id) VALUES ($1, $2)",
                "ROUTER | WITH e AS (DELETE FROM event WHERE tenant_id = $1 RETURNING id) SELECT id FROM e",
                "ROUTER | SELECT (SELECT count(*) FROM event e WHERE e.tenant_id = w.tenant_id) FROM webhook w WHERE tenant_id = $1",
                "CO_LOCATED | SELECT * FROM event e JOIN webhook w ON w.tenant_id = e.tenant_id",
                "CO_LOCATED | WITH due AS (SELECT tenant_id, id FROM event LIMIT 9) UPDATE webhook w SET url = '' FROM due WHERE w.tenant_id = due.tenant_id",
                "CO_LOCATED | UPDATE event SET id = '' WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM event)",
                "EVERYWHERE | SELECT count(*) FROM event",
                "EVERYWHERE | DELETE FROM event WHERE ctid = ANY (ARRAY(SELECT ctid FROM event))",
                "EVERYWHERE | SELECT id FROM vault_key",
                "ACROSS | SELECT * FROM event e JOIN webhook w ON w.id = e.subject",
                "ACROSS | SELECT * FROM event e, webhook w WHERE e.tenant_id = $1",
                "ACROSS | SELECT * FROM event e JOIN webhook w ON w.id = e.id WHERE w.tenant_id = $1 AND 'e.tenant_id = $1' <> ''",
                "ACROSS | SELECT * FROM event e JOIN LATERAL (SELECT * FROM webhook w WHERE w.id = e.id) AS x ON true",
            })
    void aStatementsReachIsToldByItsTenants(Reach reach, String sql) {
        assertThat(TenantReach.of(sql, statements.ofTenants())).isEqualTo(reach);
    }
}
