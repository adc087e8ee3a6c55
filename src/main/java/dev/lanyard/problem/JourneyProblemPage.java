package dev.lanyard.problem;

import org.jspecify.annotations.Nullable;

/**
 * The page of a problem for a person on the way to a connection, who is no developer: in plain
 * words, in the browser's language. Made by the room that has the pages of the journey.
 */
public interface JourneyProblemPage {

    /**
     * The page as HTML, rendered where it is asked for.
     *
     * @param acceptLanguage the request's header field, if sent
     * @param requestId what its line in the log is found by
     */
    String html(
            ProblemException problem, @Nullable String acceptLanguage, @Nullable String requestId);
}
