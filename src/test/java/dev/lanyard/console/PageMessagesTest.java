package dev.lanyard.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.i18n.Message;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message in every language. */
class PageMessagesTest {
    private static final Path FOLDER = Path.of("src/main/resources/messages");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    @ParameterizedTest
    @CsvSource({
        "invitation, de",
        "invitation, fr",
        "invitation, es",
        "outcome, de",
        "outcome, fr",
        "outcome, es"
    })
    void isThereWithTheSameNamesInIt(String bundle, String language) throws IOException {
        Map<String, String> english =
                english(
                        bundle.equals("invitation")
                                ? InvitationMessages.class
                                : OutcomeMessages.class);
        Properties translated = new Properties();
        try (Reader file = Files.newBufferedReader(file(bundle, language))) {
            translated.load(file);
        }

        assertThat(translated.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english.keySet());
        assertThat(english)
                .allSatisfy(
                        (key, text) -> {
                            String other = translated.getProperty(key);
                            assertThat(other).as(key).isNotBlank();
                            assertThat(parameters(text)).as(key).containsAll(parameters(other));
                        });
    }

    /** French has a space before these signs, and no line may begin with one of them. */
    @ParameterizedTest
    @ValueSource(strings = {"invitation", "outcome"})
    void frenchSignsStayWithTheirWords(String bundle) throws IOException {
        assertThat(Files.readAllLines(file(bundle, "fr")))
                .noneMatch(line -> line.matches(".* [:;?!»].*") || line.contains("« "))
                .allSatisfy(
                        line ->
                                assertThat(line.substring(line.indexOf('=') + 1))
                                        .doesNotContainPattern("\\p{L}[;?!]"));
    }

    private static Path file(String bundle, String language) {
        return FOLDER.resolve(bundle + "_" + language + ".properties");
    }

    private static Map<String, String> english(Class<?> bundle) {
        Map<String, String> messages = new TreeMap<>();
        Arrays.stream(bundle.getDeclaredMethods())
                .forEach(
                        method -> {
                            Message message = method.getAnnotation(Message.class);
                            String key = message.key();
                            messages.put(
                                    key.equals(Message.DEFAULT_NAME) ? method.getName() : key,
                                    message.value());
                        });
        return messages;
    }

    private static TreeSet<String> parameters(String text) {
        TreeSet<String> found = new TreeSet<>();
        PARAMETER.matcher(text).results().forEach(match -> found.add(match.group()));
        return found;
    }
}
