package dev.lanyard.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An address of the console with its query, written value by value.
 *
 * @param text so far
 */
public record ConsoleLinks(String text) {

    public static ConsoleLinks of(String path) {
        return new ConsoleLinks(path);
    }

    /** With one parameter more, unless there is nothing to say. */
    public ConsoleLinks with(String name, @Nullable String value) {
        return value == null
                ? this
                : new ConsoleLinks(
                        text
                                + (text.contains("?") ? "&" : "?")
                                + name
                                + "="
                                + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** Of the page that follows; null: there is none. */
    public @Nullable String after(@Nullable String cursor) {
        return cursor == null ? null : with("cursor", cursor).text();
    }
}
