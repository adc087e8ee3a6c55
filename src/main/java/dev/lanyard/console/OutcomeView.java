package dev.lanyard.console;

import dev.lanyard.provider.branding.PageBrand;
import io.quarkus.qute.TemplateData;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a page that ends a journey.
 *
 * @param code a session's status or error code, or what else the messages have words for
 * @param good whether it is good news
 * @param parties whose journey it was
 * @param detail the whole story, for whom it helps; null when there is none
 * @param onward where one can go from here
 * @param support null when there is nothing to be told
 * @param popup for the window that opened this one; null when this is none
 */
@TemplateData // handed on to another template, where no other resolver is made of it
public record OutcomeView(
        Locale language,
        String code,
        boolean good,
        Parties parties,
        @Nullable String detail,
        Onward onward,
        @Nullable SupportDetails support,
        @Nullable OpenerMessage popup) {

    /**
     * The names of those concerned, and how their pages look.
     *
     * @param account that was connected, or came instead of the one expected
     * @param expected the connection's own account; null unless another one came
     */
    @TemplateData // as above
    public record Parties(
            String tenant,
            String provider,
            @Nullable String account,
            @Nullable String expected,
            PageBrand brand) {}

    /** The ways on; null where there is none. */
    public record Onward(@Nullable String retryUrl, @Nullable String returnUrl) {
        public static final Onward NOWHERE = new Onward(null, null);

        /** The one has the request's {@code state}, the other may have the confirmation. */
        @Override
        public String toString() {
            return "Onward";
        }
    }

    /**
     * The outcome for the window that opened this one.
     *
     * @param origin the only origin that may read it; null: it is posted to nobody
     * @param closes the window was opened by {@code lanyard.js} and closes by itself
     */
    public record OpenerMessage(
            @Nullable String origin,
            boolean closes,
            String sessionId,
            String status,
            @Nullable String connectionId,
            @Nullable String error) {}

    /** A page about nobody's journey in particular. */
    public static OutcomeView of(Locale language, String code, PageBrand brand) {
        Parties unknown = new Parties("", "", null, null, brand);
        return new OutcomeView(language, code, false, unknown, null, Onward.NOWHERE, null, null);
    }

    /** The page's language, as it is told to readers of the page. */
    public String lang() {
        return language.getLanguage();
    }

    /** The key of what happened, among the messages. */
    public String titleKey() {
        return key(code, "Title");
    }

    /** The key of what to do next, among the messages. */
    public String adviceKey() {
        return key(code, "Advice");
    }

    /** A message's key: {@code access_denied} has {@code accessDeniedTitle}. */
    static String key(String code, String what) {
        StringBuilder key = new StringBuilder();
        for (String word : code.split("_")) {
            key.append(
                    key.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return key.append(what).toString();
    }
}
