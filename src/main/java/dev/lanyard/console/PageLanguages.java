package dev.lanyard.console;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages that the pages of a journey speak (RFC 9110 §12.5.4, RFC 4647 §3.4). */
public final class PageLanguages {
    public static final List<Locale> SPOKEN =
            List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH, Locale.forLanguageTag("es"));
    private static final int LONGEST = 400;

    private PageLanguages() {}

    /**
     * The first of a browser's languages that the pages speak; English where there is none.
     *
     * @param acceptLanguage the header field, if sent
     */
    public static Locale of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST) {
            return Locale.ENGLISH;
        }
        try {
            Locale found =
                    Locale.lookup(Locale.LanguageRange.parse(acceptLanguage.strip()), SPOKEN);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }
}
