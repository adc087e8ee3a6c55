package dev.lanyard.wild;

import java.util.Map;

/**
 * What the provider does with one request.
 *
 * @param headers of the response, names in lower case
 * @param fate what becomes of it on the way
 */
public record WildAnswer(int status, Map<String, String> headers, String body, WildFate fate) {

    /** What the network makes of it. */
    public enum WildFate {
        /** The whole of it arrives. */
        WHOLE,
        /** It arrives gzipped, though nobody offered to take that. */
        GZIPPED,
        /** The request is lost. */
        REQUEST_LOST,
        /** The response is. */
        ANSWER_LOST
    }

    static WildAnswer of(int status, String body) {
        return new WildAnswer(status, Map.of(), body, WildFate.WHOLE);
    }

    WildAnswer with(WildFate other) {
        return new WildAnswer(status, headers, body, other);
    }

    /** Whether anything arrives. */
    public boolean arrives() {
        return fate == WildFate.WHOLE || fate == WildFate.GZIPPED;
    }
}
