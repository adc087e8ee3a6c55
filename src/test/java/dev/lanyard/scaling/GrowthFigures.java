package dev.lanyard.scaling;

import dev.lanyard.scaling.SqlTexts.SqlText;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Measures the application's statements in databases that differ by what is in them alone
 * (src/test/bench/growth.sh), in turn, and writes tables. Each statement that changes something is
 * rolled back.
 */
final class GrowthFigures {
    private static final int READS = 4_000;
    private static final int ROUNDS = 5;
    private static final String TOKEN_READ = "TokenRow.SELECT";

    private final Map<String, String> statements =
            SqlTexts.all().stream()
                    .collect(Collectors.toMap(SqlText::name, SqlText::sql, (one, other) -> one));
    private final Map<Long, Connection> databases = new TreeMap<>();

    private GrowthFigures(String prefix, List<Long> sizes) throws SQLException {
        for (long size : sizes) {
            Connection opened = DriverManager.getConnection(prefix + size, "postgres", "postgres");
            databases.put(size, opened);
            run(opened, "SET jit = off");
            run(opened, "SET max_parallel_workers_per_gather = 0");
        }
    }

    /**
     * Measures and prints.
     *
     * @param arguments the databases' URL but for its end, then how many connections each has
     */
    public static void main(String... arguments) throws SQLException {
        List<Long> sizes = Arrays.stream(arguments).skip(1).map(Long::valueOf).toList();
        GrowthFigures figures = new GrowthFigures(arguments[0], sizes);
        figures.reads();
        figures.work();
        figures.sizes();
    }

    /** Token reads, prepared, one after the other: the median of rounds in turn. */
    private void reads() throws SQLException {
        head("token read, µs at the median");
        row("of all connections", times(size -> size));
        row("of 5,000 that are in use", times(size -> Math.min(size, 5_000)));
    }

    private Map<Long, Double> times(Function<Long, Long> used) throws SQLException {
        Map<Long, List<Double>> medians = new TreeMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<Long, Connection> each : databases.entrySet()) {
                double median = read(each.getValue(), each.getKey(), used.apply(each.getKey()));
                if (round > 0) { // the first warms up
                    medians.computeIfAbsent(each.getKey(), none -> new ArrayList<>()).add(median);
                }
            }
        }
        Map<Long, Double> all = new TreeMap<>();
        medians.forEach((size, each) -> all.put(size, median(each)));
        return all;
    }

    private double read(Connection database, long size, long used) throws SQLException {
        Random random = new Random(7);
        List<String[]> keys = new ArrayList<>();
        for (int i = 0; i < READS; i++) {
            long n = 1 + random.nextLong(used) * (size / used);
            keys.add(
                    new String[] {
                        one(database, tenant(n, size)), one(database, "grown('conn_', " + n + ")")
                    });
        }
        List<Double> times = new ArrayList<>();
        String sql =
                statements.get(TOKEN_READ).replaceAll("--[^\n]*", "").replaceAll("\\$\\d", "?");
        try (PreparedStatement read = database.prepareStatement(sql)) {
            for (String[] key : keys) {
                read.setString(1, key[0]);
                read.setString(2, key[1]);
                long began = System.nanoTime();
                try (ResultSet rows = read.executeQuery()) {
                    if (!rows.next()) {
                        throw new IllegalStateException("no connection " + key[1]);
                    }
                }
                times.add((System.nanoTime() - began) / 1e3);
            }
        }
        return median(times);
    }

    private static String tenant(long n, long size) {
        return "grown_tenant(%d, %d, %d)".formatted(n, big(size), size / 1000 + 1);
    }

    private static long big(long size) {
        return Math.min(size * 6 / 10, 1_000_000);
    }

    /** Everything that is not one tenant's, and lists. */
    private void work() throws SQLException {
        head("statement, ms");
        for (GrowthCase each : GrowthCase.all(statements)) {
            Map<Long, Double> times = new TreeMap<>();
            for (Map.Entry<Long, Connection> database : databases.entrySet()) {
                times.put(database.getKey(), time(database.getValue(), each));
            }
            row(each.name(), times);
        }
    }

    private static double time(Connection database, GrowthCase each) throws SQLException {
        List<Double> times = new ArrayList<>();
        run(database, "DEALLOCATE ALL");
        run(database, "PREPARE measured AS " + each.sql());
        List<String> values = new ArrayList<>();
        for (String argument : each.arguments()) {
            values.add("'" + one(database, argument).replace("'", "''") + "'");
        }
        String call =
                "EXECUTE measured"
                        + (values.isEmpty() ? "" : "(" + String.join(", ", values) + ")");
        for (int round = 0; round <= ROUNDS; round++) {
            run(database, "BEGIN");
            run(database, each.before());
            String plan =
                    one(
                            database,
                            each.name(),
                            "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) " + call);
            run(database, "ROLLBACK");
            if (round > 0) {
                times.add(number(plan, "\"Execution Time\": ([0-9.]+)"));
            }
        }
        return median(times);
    }

    private static double number(String plan, String pattern) {
        return Pattern.compile(pattern)
                .matcher(plan)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    /** Megabytes of the larger tables, and of their indexes. */
    private void sizes() throws SQLException {
        head("size, MB");
        String named =
                "SELECT c.oid::regclass::text FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
                        + " AND relkind IN ('r', 'i') AND pg_relation_size(oid) > 30000000"
                        + " ORDER BY coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = oid), oid)::regclass::text, relkind DESC, pg_relation_size(oid) DESC";
        Connection largest = databases.values().stream().reduce((one, next) -> next).orElseThrow();
        List<String> relations = new ArrayList<>();
        try (Statement statement = largest.createStatement();
                ResultSet rows = statement.executeQuery(named)) {
            while (rows.next()) {
                relations.add(rows.getString(1));
            }
        }
        for (String relation : relations) {
            Map<Long, Double> sizes = new TreeMap<>();
            for (Map.Entry<Long, Connection> each : databases.entrySet()) {
                String size = "pg_relation_size('" + relation + "') / 1048576.0";
                sizes.put(each.getKey(), Double.valueOf(one(each.getValue(), size)));
            }
            row(relation, sizes);
        }
    }

    private void head(String title) {
        StringBuilder line = new StringBuilder("\n| " + title);
        databases.keySet().forEach(size -> line.append(String.format(Locale.ROOT, " | %,d", size)));
        System.out.println(line + " | last / first |");
        System.out.println("|---".repeat(databases.size() + 2) + "|");
    }

    private static void row(String name, Map<Long, Double> values) {
        StringBuilder line = new StringBuilder("| " + name);
        values.values().forEach(each -> line.append(" | ").append(shown(each)));
        List<Double> all = List.copyOf(values.values());
        System.out.println(line + " | " + shown(all.get(all.size() - 1) / all.get(0)) + " |");
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static void run(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(Connection database, String expression) throws SQLException {
        return one(database, expression, "SELECT (" + expression + ")::text");
    }

    private static String one(Connection database, String name, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException("nothing for " + name);
            }
            return rows.getString(1);
        }
    }
}
