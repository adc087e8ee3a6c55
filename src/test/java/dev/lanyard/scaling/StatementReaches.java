package dev.lanyard.scaling;

import dev.lanyard.scaling.SqlTexts.SqlText;
import dev.lanyard.scaling.TenantReach.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reach of each statement of src/main that names a table of the migrations. */
final class StatementReaches {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final Pattern TABLE =
            Pattern.compile("CREATE (?:TABLE|VIEW) (\\w+)(.*?)\\n(?:\\)|JOIN)", Pattern.DOTALL);

    private static final Pattern NAMED = Pattern.compile("\\b(?:FROM|JOIN|INTO|UPDATE)\\s+(\\w+)");

    /** What these read and write, no statement of src/main says: their parameters do. */
    private static final Map<String, Reach> FUNCTIONS =
            Map.of(
                    "verify_audit_log", Reach.ROUTER,
                    "erase_audit_log", Reach.ROUTER,
                    "chain_audit_log", Reach.EVERYWHERE,
                    "expire_audit_log", Reach.EVERYWHERE);

    private final List<MatchResult> tables;

    private StatementReaches(List<MatchResult> tables) {
        this.tables = tables;
    }

    static StatementReaches read() {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return new StatementReaches(
                    files.map(StatementReaches::text)
                            .flatMap(sql -> TABLE.matcher(sql).results())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tables whose rows are tenants'. */
    Set<String> ofTenants() {
        return tables.stream()
                .filter(
                        table ->
                                table.group(2).contains("tenant_id")
                                        || table.group(1).equals("connection_shown"))
                .map(table -> table.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By the statement's name; of several in one class's methods the widest. */
    Map<String, Reach> all() {
        Set<String> ofTenants = ofTenants();
        Map<String, Reach> all = new TreeMap<>();
        for (SqlText each : SqlTexts.all()) {
            reach(each.sql(), ofTenants)
                    .ifPresent(reach -> all.merge(each.name(), reach, StatementReaches::wider));
        }
        return all;
    }

    /** None: it names no table. */
    private Optional<Reach> reach(String sql, Set<String> ofTenants) {
        Optional<Reach> function =
                FUNCTIONS.keySet().stream().filter(sql::contains).findAny().map(FUNCTIONS::get);
        return function.isPresent() || !namesATable(sql)
                ? function
                : Optional.of(TenantReach.of(sql, ofTenants));
    }

    private boolean namesATable(String sql) {
        Set<String> all = tables.stream().map(table -> table.group(1)).collect(Collectors.toSet());
        return NAMED.matcher(sql).results().anyMatch(found -> all.contains(found.group(1)));
    }

    private static Reach wider(Reach one, Reach other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
