package dev.lanyard.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that people read on pages: seen, and what they look like. */
class DeceptiveNamesTest {

    private static FieldErrors reading(String name) {
        FieldErrors errors = new FieldErrors();
        errors.name("name", name, 100);
        return errors;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada\u202Ecod.exe",
                "\u2066Ada",
                "Ada\u2028Lovelace",
                "Ada\nLovelace",
                "",
                "   ",
                "\u00A0",
                "\u200B\u200B",
                "\u3164",
                "\u2800"
            })
    void whatIsBlankOrTurnsTheTextAroundIsRefused(String name) {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> reading(name).end());

        assertThat(refused.errors()).isNotEmpty();
        assertThat(refused.errors().get(0).field()).isEqualTo("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada", "עדה לאבלייס", "علی‌رضا", "👩‍💻", "O'Neill-Smith, Jr."})
    void namesOfEveryScriptAreTaken(String name) {
        assertThatCode(() -> reading(name).end()).doesNotThrowAnyException();
    }
}
