package dev.lanyard;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The types and methods to which the pages send a newcomer are there. */
class SignpostsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Map<String, Path> TYPES = types();

    /** {@code Leases}, {@code Leases.acquire}; what begins with a dot or an @ has its own table. */
    private static final Pattern NAMED = Pattern.compile("`@?([A-Z][A-Za-z]+)(?:\\.(\\w+))?`");

    @ParameterizedTest(name = "{0}: {1}.{2}")
    @MethodSource("signposts")
    void leadSomewhere(String page, String type, String member) throws IOException {
        assertThat(TYPES).containsKey(type);
        assertThat(Files.readString(TYPES.get(type))).containsPattern("\\b" + member + "\\b");
    }

    static Stream<String[]> signposts() throws IOException {
        return Stream.concat(
                signposts("docs/architecture.md", "## Where to start reading", "## Invariants"),
                signposts("CONTRIBUTING.md", "## Where does a new line belong?", "## Commits"));
    }

    private static Stream<String[]> signposts(String page, String from, String to)
            throws IOException {
        String text = Files.readString(Path.of(page));
        String part = text.substring(text.indexOf(from), text.indexOf(to));
        return NAMED.matcher(part)
                .results()
                .filter(found -> !found.group(1).endsWith("Test"))
                .map(
                        found ->
                                new String[] {
                                    page,
                                    found.group(1),
                                    found.group(2) == null ? found.group(1) : found.group(2)
                                });
    }

    private static Map<String, Path> types() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(toMap(SignpostsTest::type, file -> file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
