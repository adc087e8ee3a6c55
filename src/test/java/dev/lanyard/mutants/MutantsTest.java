package dev.lanyard.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code src/test/mutants/run.sh} takes out is there to be taken out: for each rule. */
class MutantsTest {
    private static final Path FOLDER = Path.of("src/test/mutants");
    private static final String FILE = "--- a/";

    @Test
    void eachRuleHasAMutant() throws IOException {
        assertThat(patches().map(patch -> patch.getFileName().toString().substring(0, 7)))
                .containsOnly(
                        IntStream.rangeClosed(1, 28)
                                .mapToObj("rule%02d-"::formatted)
                                .toArray(String[]::new));
    }

    @Test
    void thePageSaysHowManyThereAre() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("README.md")))
                .contains("There are " + patches().count() + ",");
    }

    @ParameterizedTest
    @MethodSource("patches")
    void aMutantFitsTheCode(Path patch) throws IOException {
        List<String> lines = Files.readAllLines(patch);

        assertThat(lines).anyMatch(line -> line.startsWith(FILE + "src/main/"));
        for (Change change : changes(lines)) {
            assertThat(Files.readString(change.file())).contains(change.before());
        }
    }

    static Stream<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".patch")).toList().stream();
        }
    }

    /** A hunk: what a file has to hold. */
    private record Change(Path file, String before) {}

    private static List<Change> changes(List<String> patch) {
        List<Change> changes = new ArrayList<>();
        Path file = FOLDER;
        StringBuilder before = new StringBuilder();
        for (String line : patch) {
            if (line.startsWith(FILE) || line.startsWith("@@")) {
                changes.add(new Change(file, before.toString()));
                before.setLength(0);
                file = line.startsWith(FILE) ? Path.of(line.substring(FILE.length())) : file;
            } else if (line.startsWith(" ") || line.startsWith("-")) {
                before.append(line.substring(1)).append('\n');
            }
        }
        changes.add(new Change(file, before.toString()));
        return changes.stream().filter(change -> !change.before().isEmpty()).toList();
    }
}
