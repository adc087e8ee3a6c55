package dev.lanyard.console;

import java.util.Locale;

/** How a value is set, by the class name of the style sheet. */
public enum ConsoleLook {
    PLAIN,
    CODE,
    /** As {@link #CODE}, and long: a line may end within it. */
    ADDRESS,
    TIME,
    GOOD,
    /** Somebody should look. */
    WARNING,
    /** Somebody must act. */
    BAD,
    QUIET;

    /** The class name. */
    public String css() {
        return (this == ADDRESS ? CODE : this).name().toLowerCase(Locale.ROOT);
    }

    /** Of a status or an outcome, as the API has it. */
    public static ConsoleLook of(String status) {
        return switch (status) {
            case "active", "accepted", "connected", "delivered", "succeeded" -> GOOD;
            case "degraded", "unverified", "awaiting_confirmation", "authorizing" -> WARNING;
            case "reconnect_required", "rejected", "failed", "refused" -> BAD;
            default -> QUIET;
        };
    }
}
