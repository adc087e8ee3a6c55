package dev.lanyard.problem;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.problem.ProblemException.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a request's fields, so that all of it is told at once; but for what
 * goes beyond {@link #MOST}, which nobody reads and which somebody could make us gather.
 */
public final class FieldErrors {
    /** So many errors are told in one response. */
    public static final int MOST = 20;

    /** The longest URL that is taken, in characters; browsers and proxies pass that much on. */
    public static final int MAX_URL = 2_000;

    /** The most that metadata may have, in bytes of JSON. */
    public static final int MAX_METADATA = 16 * 1024;

    private final List<FieldError> errors = new ArrayList<>();

    /**
     * Ends the reading.
     *
     * @throws ProblemException {@code validation_failed} naming every field that is wrong, if any
     *     is
     */
    public void end() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(List.copyOf(errors));
        }
    }

    /** Refuses a field. */
    public void add(String field, String message) {
        if (errors.size() < MOST) {
            errors.add(new FieldError(field, message));
        }
    }

    /** Refuses a field unless this holds. */
    public void require(boolean holds, String field, String message) {
        if (!holds) {
            add(field, message);
        }
    }

    /** A text that must be there. */
    public String text(String field, @Nullable String value, int mostCharacters) {
        require(value != null && !value.isBlank(), field, "must not be empty");
        optional(field, value, mostCharacters);
        return value == null ? "" : value;
    }

    /** A text that may be absent. */
    public void optional(String field, @Nullable String value, int mostCharacters) {
        if (value != null) {
            require(
                    value.length() <= mostCharacters,
                    field,
                    "must be at most " + mostCharacters + " characters long");
            require(isText(value), field, "must not contain control characters");
        }
    }

    /**
     * The elements of a list; none if it is absent, or has more than it may: its contents are not
     * looked at then.
     *
     * @param what the elements are, for people: {@code "prefixes"}
     */
    public <T> List<@Nullable T> list(
            String field, @Nullable List<@Nullable T> values, int most, String what) {
        List<@Nullable T> given = Objects.requireNonNullElse(values, List.<@Nullable T>of());
        if (given.size() > most) {
            add(field, "must be at most " + most + " " + what);
            return List.of();
        }
        return given;
    }

    /** A switch, where it is given. */
    public void status(@Nullable String value) {
        require(
                value == null || value.equals("active") || value.equals("disabled"),
                "status",
                "must be active or disabled");
    }

    /** A JSON object of limited size, or absent. */
    public void object(String field, @Nullable JsonNode value, int mostBytes) {
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
