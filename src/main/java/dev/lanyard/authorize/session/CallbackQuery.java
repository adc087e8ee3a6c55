package dev.lanyard.authorize.session;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of a callback, read leniently: a percent sign that begins no escape is one, and a plus
 * in what is no text for people is one that was not encoded. A framework's strict reading would
 * turn a provider's mistake in its own error message into a page without a word.
 */
public final class CallbackQuery {
    private static final int MOST = 100;
    private static final Set<String> TEXTS =
            Set.of("error_description", "error_message", "error_reason");

    private static final List<String> RESPONSE =
            List.of(
                    "state",
                    "code",
                    "iss",
                    "error",
                    "error_code",
                    "error_description",
                    "error_message",
                    "error_reason");

    private final Map<String, List<String>> values = new HashMap<>();

    private CallbackQuery() {}

    /**
     * Reads it.
     *
     * @param query as it stands in the request's first line, without its question mark
     */
    public static CallbackQuery of(@Nullable String query) {
        CallbackQuery read = new CallbackQuery();
        if (query != null) {
            for (String pair : query.split("&", MOST)) {
                read.add(pair);
            }
        }
        return read;
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
            String name = name(pair.substring(0, equals));
            String value = pair.substring(equals + 1);
            values.computeIfAbsent(name, first -> new ArrayList<>())
                    .add(decoded(TEXTS.contains(name) ? value : value.replace("+", "%2B")));
        }
    }

    /** Without what double encoding leaves of an ampersand, or a second question mark. */
    private static String name(String text) {
        String name = decoded(text);
        return name.startsWith("amp;")
                ? name.substring("amp;".length())
                : name.startsWith("?") ? name.substring(1) : name;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(
                text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }

    /** A parameter's value, if it has one that is not empty. */
    Optional<String> given(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** Whether it stands there more than once. */
    boolean isRepeated(String name) {
        return values.getOrDefault(name, List.of()).size() > 1;
    }

    /** The parameters of an authorization response, and no others, added to an address. */
    public String addedTo(String url) {
        UrlQuery query = new UrlQuery();
        for (String name : RESPONSE) {
            values.getOrDefault(name, List.of()).forEach(value -> query.add(name, value));
        }
        return query.addedTo(url);
    }

    @Override
    public String toString() {
        return "CallbackQuery";
    }
}
