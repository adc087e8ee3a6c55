package dev.lanyard.token;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets of a request out of text that others wrote about it, before it is cut, shown,
 * stored or logged: as they are, percent-encoded, in base64, and begun but not ended.
 */
public final class SecretBlotter {
    /** Holds a blank, so that it is never taken for an id or a token. */
    static final String BLOT = "[left out]";

    /** Shorter ones say nothing, and would blot out words. */
    private static final int LEAST = 4;

    /** So much of the beginning of a longer one is a secret, too. */
    private static final int BEGINNING = 12;

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    private final List<String> secrets;

    private SecretBlotter(List<String> secrets) {
        this.secrets = secrets;
    }

    /** One that takes out these; null and what is too short to be a secret are passed over. */
    public static SecretBlotter of(@Nullable String... secrets) {
        return of(Arrays.asList(secrets));
    }

    static SecretBlotter of(Collection<@Nullable String> secrets) {
        return new SecretBlotter(
                secrets.stream()
                        .filter(Objects::nonNull)
                        .filter(secret -> secret.length() >= LEAST)
                        .flatMap(SecretBlotter::spellings)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    private static Stream<String> spellings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String percent = form.replace("+", "%20");
        return Stream.of(
                secret,
                form,
                percent,
                lowerCase(form),
                lowerCase(percent),
                secret.replace("/", "\\/"),
                secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String lowerCase(String encoded) {
        return ESCAPE.matcher(encoded)
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    /** The text without them. */
    public String blot(String text) {
        String left = text;
        for (String secret : secrets) {
            left = without(secret, left);
        }
        return left;
    }

    private static String without(String secret, String text) {
        String beginning = secret.substring(0, Math.min(BEGINNING, secret.length()));
        int at = text.indexOf(beginning);
        if (at < 0) {
            return text;
        }
        StringBuilder left = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            left.append(text, from, at).append(BLOT);
            from = at + common(secret, text, at);
            at = text.indexOf(beginning, from);
        }
        return left.append(text, from, text.length()).toString();
    }

    private static int common(String secret, String text, int at) {
        int length = 0;
        while (length < secret.length()
                && at + length < text.length()
                && secret.charAt(length) == text.charAt(at + length)) {
            length++;
        }
        return length;
    }

    @Override
    public String toString() {
        return "SecretBlotter";
    }
}
