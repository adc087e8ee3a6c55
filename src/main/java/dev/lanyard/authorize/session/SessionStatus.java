package dev.lanyard.authorize.session;

import java.util.Locale;

/** The status of a connect session (docs/api.md#statuses). */
public enum SessionStatus {
    PENDING,
    AUTHORIZING,
    AWAITING_CONFIRMATION,
    CONNECTED,
    FAILED,
    EXPIRED;

    static SessionStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** As it stands in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
