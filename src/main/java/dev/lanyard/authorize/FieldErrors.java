package dev.lanyard.authorize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.problem.ProblemException.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a body's fields, so that all of it is told at once. */
final class FieldErrors {
    private final List<FieldError> errors = new ArrayList<>();

    /** Fails with {@code validation_failed} naming every field that is wrong, if any is. */
    void end() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    void require(boolean holds, String field, String message) {
        if (!holds) {
            errors.add(new FieldError(field, message));
        }
    }

    /** A text that must be there. */
    String text(String field, @Nullable String value, int mostCharacters) {
        require(value != null && !value.isBlank(), field, "must not be empty");
        optional(field, value, mostCharacters);
        return value == null ? "" : value;
    }

    /** A text that may be absent. */
    void optional(String field, @Nullable String value, int mostCharacters) {
        if (value != null) {
            require(
                    value.length() <= mostCharacters,
                    field,
                    "must be at most " + mostCharacters + " characters long");
            require(isText(value), field, "must not contain control characters");
        }
    }

    /** A JSON object of limited size, or absent. */
    void object(String field, @Nullable JsonNode value, int mostBytes) {
        if (value == null || value.isNull()) {
            return;
        }
        require(value.isObject(), field, "must be a JSON object");
        String text = value.toString();
        require(
                text.getBytes(StandardCharsets.UTF_8).length <= mostBytes,
                field,
                "must be at most " + mostBytes + " bytes of JSON");
        require(isStorable(value), field, "must not contain the character U+0000");
    }

    private static boolean isStorable(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().indexOf('\0') < 0;
        }
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        List<JsonNode> inner = new ArrayList<>();
        node.forEach(inner::add);
        return names.stream().allMatch(name -> name.indexOf('\0') < 0)
                && inner.stream().allMatch(FieldErrors::isStorable);
    }

    private static boolean isText(String value) {
        return value.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
    }
}
