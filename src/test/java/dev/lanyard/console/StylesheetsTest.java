package dev.lanyard.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that is cut off takes the next one with it, and no browser says so. */
class StylesheetsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");

    static Stream<Path> stylesheets() throws IOException {
        return Files.walk(RESOURCES).filter(file -> file.toString().endsWith(".css"));
    }

    @ParameterizedTest
    @MethodSource("stylesheets")
    void everyRuleIsWhole(Path stylesheet) throws IOException {
        String rules = Files.readString(stylesheet).replaceAll("(?s)/\\*.*?\\*/", "").strip();

        assertThat(rules.chars().filter(letter -> letter == '{').count())
                .isEqualTo(rules.chars().filter(letter -> letter == '}').count());
        assertThat(rules).endsWith("}").doesNotContainPattern("[^{};\\s]\\s*@");
    }
}
