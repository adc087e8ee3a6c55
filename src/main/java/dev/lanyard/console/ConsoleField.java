package dev.lanyard.console;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form.
 *
 * @param type {@code text}, {@code password}, {@code url}, {@code textarea}, {@code select}, {@code
 *     hidden}, {@code checks}
 * @param value what it holds at first
 * @param hint what belongs there; null: its label says it
 * @param options of a select
 */
public record ConsoleField(
        String name,
        String label,
        String type,
        String value,
        @Nullable String hint,
        boolean required,
        List<Option> options) {

    /** A choice. */
    public record Option(String value, String label, boolean chosen) {}

    public static ConsoleField text(String name, String label, @Nullable String value) {
        return new ConsoleField(name, label, "text", orEmpty(value), null, false, List.of());
    }

    public static ConsoleField required(String name, String label, @Nullable String hint) {
        return new ConsoleField(name, label, "text", "", hint, true, List.of());
    }

    /** The same field, filled in. */
    public ConsoleField holding(@Nullable String held) {
        return new ConsoleField(name, label, type, orEmpty(held), hint, required, options);
    }

    /** One that may stay empty, filled in. */
    public static ConsoleField optional(
            String name, String label, String hint, @Nullable String value) {
        return new ConsoleField(name, label, "text", orEmpty(value), hint, false, List.of());
    }

    /** Not shown while it is typed, and never given back. */
    public static ConsoleField secret(String name, String label, @Nullable String hint) {
        return new ConsoleField(name, label, "password", "", hint, true, List.of());
    }

    /** Goes along unseen; not for secrets. */
    public static ConsoleField hidden(String name, String value) {
        return new ConsoleField(name, "", "hidden", value, null, false, List.of());
    }

    /** Several lines. */
    public static ConsoleField lines(
            String name, String label, @Nullable String hint, String value) {
        return new ConsoleField(name, label, "textarea", value, hint, false, List.of());
    }

    /** One of these values; their names are shown without underscores. */
    public static ConsoleField choice(
            String name, String label, List<String> values, @Nullable String chosen) {
        return new ConsoleField(
                name,
                label,
                "select",
                orEmpty(chosen),
                null,
                false,
                values.stream()
                        .map(
                                value ->
                                        new Option(
                                                value,
                                                value.isEmpty() ? "all" : value.replace('_', ' '),
                                                value.equals(orEmpty(chosen))))
                        .toList());
    }

    /** One of these choices, by names of their own. */
    public static ConsoleField select(String name, String label, List<Option> options) {
        return new ConsoleField(name, label, "select", "", null, true, options);
    }

    /** One of these values, or all. */
    public static ConsoleField choiceOrAll(
            String name, String label, List<String> values, @Nullable String chosen) {
        return choice(name, label, Stream.concat(Stream.of(""), values.stream()).toList(), chosen);
    }

    /** Any number of these, ticked. */
    public static ConsoleField checks(String name, String label, List<Option> options) {
        return new ConsoleField(name, label, "checks", "", null, false, options);
    }

    /** The text that came back in a field; null: it was left empty. */
    public static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
