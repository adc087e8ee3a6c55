package dev.lanyard.authorize.session;

import java.util.Locale;

/**
 * The stable codes of a session that did not connect (docs/api.md), with the status that its page
 * is shown by. The page's words are the console's.
 */
public enum SessionErrorCode {
    ACCESS_DENIED(403, true),
    ACCOUNT_MISMATCH(409, true),
    PERMISSION_MISSING(403, false),
    SCOPE_REFUSED(409, false),
    CODE_REJECTED(400, true),
    CREDENTIALS_REJECTED(409, false),
    PROVIDER_UNAVAILABLE(503, true),
    MALFORMED_RESPONSE(502, true),
    INTERRUPTED(503, true),
    CANCELLED(410, false),
    EXPIRED(410, false),
    PROFILE_DISABLED(409, false),
    CONNECTION_DELETED(410, false);

    private final int status;
    private final boolean retryable;

    SessionErrorCode(int status, boolean retryable) {
        this.status = status;
        this.retryable = retryable;
    }

    public static SessionErrorCode of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** As it stands in JSON, on return URLs and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status of the page that tells it. */
    public int status() {
        return status;
    }

    /** Whether it is the end user's turn: another try may end otherwise. */
    public boolean retryable() {
        return retryable;
    }

    /** This outcome with these words of explanation. */
    public SessionError because(String description) {
        return new SessionError(this, description);
    }
}
