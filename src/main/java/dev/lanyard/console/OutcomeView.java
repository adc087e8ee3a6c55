package dev.lanyard.console;

import org.jspecify.annotations.Nullable;

/**
 * The contents of a page that ends a journey.
 *
 * @param good whether it is good news
 * @param title what happened
 * @param advice what to do next
 * @param detail the whole story, for whom it helps; null when there is none
 * @param message for the window that opened this one; null when it is not to be told
 */
public record OutcomeView(
        boolean good,
        String title,
        String advice,
        @Nullable String detail,
        @Nullable OpenerMessage message) {

    /**
     * The outcome as it is posted to the opener.
     *
     * @param origin the only origin that may read it
     */
    public record OpenerMessage(
            String origin,
            String sessionId,
            String status,
            @Nullable String connectionId,
            @Nullable String error) {}
}
