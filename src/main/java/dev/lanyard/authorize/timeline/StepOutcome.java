package dev.lanyard.authorize.timeline;

import java.util.Locale;

/** How a step of a journey went. */
public enum StepOutcome {
    SUCCEEDED,
    /** Somebody else has to do something before it goes on. */
    WAITING,
    /** What came was not taken, and the journey stands where it stood. */
    REFUSED,
    FAILED;

    /** As it stands in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
