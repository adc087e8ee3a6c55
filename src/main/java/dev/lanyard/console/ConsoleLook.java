package dev.lanyard.console;

/** How a value is set, by the class name of the style sheet. */
public enum ConsoleLook {
    PLAIN,
    CODE,
    TIME,
    GOOD,
    /** Somebody should look. */
    WARNING,
    /** Somebody must act. */
    BAD,
    QUIET;

    /** The class name. */
    public String css() {
        return name().toLowerCase(java.util.Locale.ROOT);
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
