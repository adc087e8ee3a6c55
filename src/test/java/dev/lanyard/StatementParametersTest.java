package dev.lanyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A long SQL statement says what its parameters are: {@code -- $4 access_token, sealed}. */
class StatementParametersTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/lanyard");

    /** From so many on, a reader cannot keep in mind what stands for what. */
    private static final int MANY = 5;

    private static final Pattern BLOCK = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern REMARK = Pattern.compile("--.*");
    private static final Pattern USED = Pattern.compile("\\$(\\d+)");
    private static final Pattern NAMED = Pattern.compile("\\$(\\d+) [A-Za-z]");

    /** A statement's text, or a part of one. */
    private record Statement(String file, String text) {
        Set<Integer> used() {
            return numbers(USED, REMARK.matcher(text).replaceAll(""));
        }

        Set<Integer> named() {
            return REMARK.matcher(text)
                    .results()
                    .flatMap(remark -> numbers(NAMED, remark.group()).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** A part's numbers go on from those of the part before. */
        boolean isLong() {
            return used().stream().anyMatch(number -> number >= MANY);
        }
    }

    @Test
    void everyParameterOfALongStatementIsNamedBesideIt() throws IOException {
        List<Statement> statements = statements();

        assertThat(statements.stream().filter(Statement::isLong).count()).isGreaterThan(25);
        assertThat(statements.stream().filter(Statement::isLong))
                .allSatisfy(
                        statement ->
                                assertThat(statement.named())
                                        .as(statement.file() + ": " + statement.text())
                                        .containsAll(statement.used()));
    }

    /** A number that moved in the statement has to move in the words, too. */
    @Test
    void noWordsAreLeftOfAParameterThatIsGone() throws IOException {
        assertThat(statements().stream().filter(Statement::isLong))
                .allSatisfy(
                        statement ->
                                assertThat(statement.used())
                                        .as(statement.file() + ": " + statement.text())
                                        .containsAll(withoutInserted(statement)));
    }

    /** What is put in by {@code replace} or {@code formatted} stands as a word of capitals. */
    private static Set<Integer> withoutInserted(Statement statement) {
        Set<Integer> named = new TreeSet<>(statement.named());
        Pattern.compile("(?m)[A-Z_]{4,},? -- \\$(\\d+)")
                .matcher(statement.text())
                .results()
                .forEach(found -> named.remove(Integer.valueOf(found.group(1))));
        return named;
    }

    private static List<Statement> statements() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(StatementParametersTest::statements)
                    .toList();
        }
    }

    private static Stream<Statement> statements(Path file) {
        String code = text(file);
        String rest = JOINED.matcher(BLOCK.matcher(code).replaceAll("")).replaceAll("");
        return Stream.of(BLOCK.matcher(code), TEXT.matcher(rest))
                .flatMap(matcher -> matcher.results().map(MatchResult::group))
                .map(text -> new Statement(file.getFileName().toString(), text));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Integer> numbers(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
