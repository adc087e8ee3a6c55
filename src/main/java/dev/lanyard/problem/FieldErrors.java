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

    /** Hangul fillers and the empty Braille pattern. */
    private static final String BLANK = "\u115F\u1160\u3164\uFFA0\u2800";

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
        require(value != null && isVisible(value), field, "must not be empty");
        optional(field, value, mostCharacters);
        return value == null ? "" : value;
    }

    /**
     * A name that people read, where it is given: it must be seen, and be what it looks like.
     *
     * @param value blank ones are refused, and such that change the direction of what follows
     */
    public void name(String field, @Nullable String value, int mostCharacters) {
        if (value != null) {
            optional(field, value, mostCharacters);
            require(isVisible(value), field, "must not be blank");
        }
    }

    /** A text that may be absent. */
    public void optional(String field, @Nullable String value, int mostCharacters) {
        if (value != null) {
            require(
                    value.length() <= mostCharacters,
                    field,
                    "must be at most " + mostCharacters + " characters long");
            require(isText(value), field, "must not contain control characters");
            require(
                    value.codePoints().noneMatch(FieldErrors::isDeceptive),
                    field,
                    "must not contain characters that change the direction of text");
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

    /** Whether it is without control characters and halves of surrogate pairs. */
    public static boolean isText(String value) {
        return value.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
    }

    /**
     * Whether it makes a text look otherwise than it is: overrides, embeddings and isolates of
     * direction (Unicode TR 36 §3.2), line and paragraph separators. Joiners belong to scripts and
     * emoji, and stay.
     */
    public static boolean isDeceptive(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x2028
                || codePoint == 0x2029;
    }

    /** Whether there is anything to see: some letters are blank, too. */
    public static boolean isVisible(String value) {
        return value.codePoints()
                .anyMatch(
                        c ->
                                !Character.isWhitespace(c)
                                        && !Character.isSpaceChar(c)
                                        && Character.getType(c) != Character.FORMAT
                                        && BLANK.indexOf(c) < 0);
    }
}
