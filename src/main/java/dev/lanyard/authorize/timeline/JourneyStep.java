package dev.lanyard.authorize.timeline;

import java.util.Locale;

/** The steps of a journey, in the order of one that goes well (docs/api.md#time-line). */
public enum JourneyStep {
    /** The tenant made the session. */
    CREATED,
    /** A browser was shown the hosted page. */
    OPENED,
    /** A browser was sent to the provider. */
    SENT_TO_PROVIDER,
    /** A browser came back from the provider. */
    RETURNED,
    /** The code was presented at the token endpoint. */
    EXCHANGED,
    /** The provider was asked who connected. */
    IDENTIFIED,
    /** The grant was kept. */
    STORED,
    /** The tenant confirmed the browser. */
    CONFIRMED,
    /** The browser was told the outcome. */
    TOLD,
    /** The attempt came to nothing. */
    FAILED,
    /** The tenant withdrew the session. */
    CANCELLED,
    /** The session's time was up. */
    EXPIRED;

    /** As it stands in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
