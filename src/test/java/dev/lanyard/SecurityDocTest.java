package dev.lanyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every case of docs/security.md names a test that exists. */
class SecurityDocTest {
    private static final Pattern CASE =
            Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| `(\\w+)\\.(\\w+)` \\|$");
    private static final Pattern REASON = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]{10,} \\|$");
    private static final Pattern TEST =
            Pattern.compile(
                    "(?s)@(?:Test|ParameterizedTest|RepeatedTest|FuzzTest)\\b.*?void (\\w+)\\(");

    private static String doc() throws IOException {
        return Files.readString(Path.of("docs/security.md"));
    }

    private static List<MatchResult> cases() throws IOException {
        return CASE.matcher(doc()).results().toList();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(SecurityDocTest::tests)
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> tests(Path file) {
        String name = file.getFileName().toString().replace(".java", "");
        return TEST.matcher(read(file)).results().map(test -> name + "." + test.group(1));
    }

    @Test
    void namesATestThatExistsForEveryCase() throws IOException {
        Set<String> tests = tests();

        assertThat(cases())
                .allSatisfy(row -> assertThat(tests).contains(row.group(2) + "." + row.group(3)));
    }

    @Test
    void numbersItsCasesAndHasSixtyAtLeast() throws IOException {
        long rows = doc().lines().filter(line -> line.matches("\\| \\d+ \\|.*`.*` \\|")).count();

        assertThat(cases().stream().map(row -> Integer.valueOf(row.group(1))))
                .isEqualTo(IntStream.rangeClosed(1, (int) rows).boxed().toList())
                .hasSizeGreaterThanOrEqualTo(60);
    }

    /** Cases that both can run are not left to the tests within the JVM. */
    @Test
    void runsEveryClassOfCasesAgainstTwoReplicas() throws IOException {
        String replicated = source("CasesIT.java");

        assertThat(cases().stream().map(row -> row.group(2)).filter(name -> name.endsWith("Cases")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(replicated).contains("extends " + name + " {"));
    }

    /** What runs in the build's own JVM alone is listed, with a reason. */
    @Test
    void givesAReasonForEveryCaseThatIsSeenFromInsideOnly() throws IOException {
        List<String> inside =
                cases().stream()
                        .filter(row -> !row.group(2).matches("\\w+(Cases|IT)"))
                        .map(row -> row.group(1))
                        .toList();
        String listed = doc().substring(doc().indexOf("### Seen from inside only"));

        assertThat(REASON.matcher(listed).results().map(row -> row.group(1))).isEqualTo(inside);
        assertThat(inside).hasSizeLessThanOrEqualTo(8);
    }

    /** Of every file of that name. */
    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(name))
                    .map(SecurityDocTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
