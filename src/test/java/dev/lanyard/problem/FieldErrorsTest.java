package dev.lanyard.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lanyard.problem.ProblemException.FieldError;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is wrong with a request is gathered, within bounds. */
class FieldErrorsTest {
    private final FieldErrors errors = new FieldErrors();

    private List<FieldError> told() {
        return catchThrowableOfType(errors::end, ProblemException.class).errors();
    }

    @Test
    void tellsAtMostTwenty() {
        for (int i = 0; i < 100_000; i++) {
            errors.add("events[" + i + "]", "is wrong");
        }

        assertThat(told()).hasSize(20);
        assertThat(told().get(0).field()).isEqualTo("events[0]");
    }

    @Test
    void aProblemTellsAtMostTwentyWhoeverMadeIt() {
        List<FieldError> many =
                IntStream.range(0, 50).mapToObj(i -> new FieldError("f" + i, "is wrong")).toList();

        assertThat(ProblemException.invalid(many).errors()).hasSize(20);
    }

    @Test
    void doesNotLookAtTheContentsOfAListThatIsTooLong() {
        List<String> read = errors.list("events", Collections.nCopies(21, ""), 20, "types");

        assertThat(read).isEmpty();
        assertThat(told()).containsExactly(new FieldError("events", "must be at most 20 types"));
    }

    @Test
    void namesTheFieldThatHoldsNul() {
        errors.optional("name", "a\0b", 10);
        errors.object(
                "metadata",
                JsonNodeFactory.instance.objectNode().put("deep\0", 1),
                FieldErrors.MAX_METADATA);

        assertThat(told()).extracting(FieldError::field).containsExactly("name", "metadata");
    }

    @Test
    void measuresMetadataInBytes() {
        String wide = "ü".repeat(FieldErrors.MAX_METADATA / 2);
        errors.object(
                "metadata",
                JsonNodeFactory.instance.objectNode().put("note", wide),
                FieldErrors.MAX_METADATA);

        assertThat(told()).extracting(FieldError::field).containsExactly("metadata");
    }

    @Test
    void endsQuietlyWhenNothingIsWrong() {
        errors.text("name", "Ada", 10);
        errors.status("active");
        errors.status(null);

        errors.end();
    }
}
