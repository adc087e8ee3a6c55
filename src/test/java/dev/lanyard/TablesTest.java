package dev.lanyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/architecture.md that says who owns which database table, against the SQL texts
 * and entities of the rooms. What triggers and functions of the database do is theirs.
 */
class TablesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/lanyard");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");

    /** A row: the table, its owner, the rooms that read it, those that write it with reasons. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([a-z_*]+) \\| ([a-z/]+) \\| ([^|]*) \\| ([^|]*) \\|$");

    private static final Pattern CREATED = Pattern.compile("CREATE (?:TABLE|VIEW) (\\w+)");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

    private static final Pattern WRITTEN =
            Pattern.compile(
                    "\\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\\s+(?:ONLY\\s+)?(\\w+)");
    private static final Pattern ERASED = Pattern.compile("\\bDELETE FROM\\b");
    private static final Pattern SOURCE = Pattern.compile("\\b(?:FROM|JOIN|USING)\\s");

    /** After a comma, too: what is no table's name is left out afterwards. */
    private static final Pattern READ =
            Pattern.compile("(?:\\b(?:FROM|JOIN|USING)|,)\\s+(?:ONLY\\s+|LATERAL\\s+)?(\\w+)");

    private static final Pattern MAPPED = Pattern.compile("@Table\\(name = \"(\\w+)\"");

    private static Set<String> tables;
    private static Map<String, Listing> listed;
    private static List<Source> sources;

    /** What the architecture says of one table. */
    private record Listing(String owner, Set<String> readers, Map<String, String> writers) {}

    /** A class's text without its comments. */
    private record Source(String room, String code) {

        static Source of(Path file) {
            Path room = SOURCES.relativize(file).getParent();
            return new Source(
                    room == null ? "." : room.toString(),
                    COMMENT.matcher(text(file)).replaceAll(""));
        }

        /** Its constants, those put together by + as one. */
        Stream<String> texts() {
            String rest = TEXT_BLOCK.matcher(code).replaceAll("");
            return Stream.concat(
                    found(TEXT_BLOCK, code), found(TEXT, JOINED.matcher(rest).replaceAll("")));
        }

        Stream<String> writes() {
            Stream<String> mapped = code.contains("@Immutable") ? Stream.of() : found(MAPPED, code);
            return Stream.concat(mapped, texts().flatMap(text -> found(WRITTEN, text)));
        }

        Stream<String> reads() {
            return Stream.concat(
                    found(MAPPED, code),
                    texts().map(text -> ERASED.matcher(text).replaceAll(""))
                            .filter(text -> SOURCE.matcher(text).find())
                            .flatMap(text -> found(READ, text)));
        }
    }

    @BeforeAll
    static void read() throws IOException {
        tables =
                files(MIGRATIONS, ".sql")
                        .flatMap(file -> found(CREATED, text(file)))
                        .collect(Collectors.toCollection(TreeSet::new));
        listed = listed();
        sources = files(SOURCES, ".java").map(Source::of).toList();
    }

    @Test
    void everyTableHasAnOwner() {
        assertThat(tables).isNotEmpty().allSatisfy(table -> assertThat(listing(table)).isNotNull());
        assertThat(listed.keySet())
                .allSatisfy(
                        name ->
                                assertThat(tables.stream().map(TablesTest::listedAs))
                                        .contains(name));
    }

    @Test
    void onlyItsOwnerWritesATableAndWhoIsListedWithAReason() {
        Map<String, Set<String>> written = rooms(Source::writes);

        assertThat(written.keySet()).contains("event", "token_set", "connection");
        assertThat(written)
                .allSatisfy(
                        (table, rooms) ->
                                assertThat(writersOf(table)).as(table).containsAll(rooms));
        assertThat(listed.values())
                .flatExtracting(listing -> listing.writers().values())
                .allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(10));
    }

    @Test
    void onlyListedRoomsReadATable() {
        assertThat(rooms(Source::reads))
                .allSatisfy(
                        (table, rooms) ->
                                assertThat(readersOf(table)).as(table).containsAll(rooms));
    }

    /** A right that nobody needs is none: whoever is listed does it. */
    @Test
    void whoIsListedReadsOrWrites() {
        Map<String, Set<String>> written = rooms(Source::writes);
        Map<String, Set<String>> read = rooms(Source::reads);

        assertThat(tables.stream().filter(table -> !table.startsWith("sandbox_")))
                .allSatisfy(
                        table -> {
                            Set<String> used = new TreeSet<>(read.getOrDefault(table, Set.of()));
                            used.addAll(written.getOrDefault(table, Set.of()));
                            assertThat(used).as(table).containsAll(readersOf(table));
                        });
    }

    private static Set<String> writersOf(String table) {
        Set<String> writers = new TreeSet<>(listing(table).writers().keySet());
        writers.add(listing(table).owner());
        return writers;
    }

    private static Set<String> readersOf(String table) {
        Set<String> readers = writersOf(table);
        readers.addAll(listing(table).readers());
        return readers;
    }

    private static Map<String, Set<String>> rooms(Function<Source, Stream<String>> use) {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (Source source : sources) {
            use.apply(source)
                    .filter(tables::contains)
                    .forEach(
                            table ->
                                    rooms.computeIfAbsent(table, none -> new TreeSet<>())
                                            .add(source.room()));
        }
        return rooms;
    }

    private static Listing listing(String table) {
        return listed.get(listedAs(table));
    }

    /** The sandbox's are nobody else's, and stand in one row. */
    private static String listedAs(String table) {
        return table.startsWith("sandbox_") ? "sandbox_*" : table;
    }

    private static Map<String, Listing> listed() {
        Map<String, Listing> listed = new TreeMap<>();
        ROW.matcher(text(ARCHITECTURE))
                .results()
                .forEach(row -> listed.put(row.group(1), listing(row)));
        return listed;
    }

    private static Listing listing(MatchResult row) {
        return new Listing(row.group(2), names(row.group(3)), reasons(row.group(4)));
    }

    private static Set<String> names(String cell) {
        return cell.equals("–") ? Set.of() : Set.of(cell.split(", "));
    }

    /** {@code room: its reason; another: its own}. */
    private static Map<String, String> reasons(String cell) {
        return cell.equals("–")
                ? Map.of()
                : Arrays.stream(cell.split("; "))
                        .map(writer -> writer.split(": ", 2))
                        .collect(Collectors.toMap(writer -> writer[0], writer -> writer[1]));
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
