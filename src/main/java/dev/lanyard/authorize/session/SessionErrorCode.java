package dev.lanyard.authorize.session;

import java.util.Locale;

/**
 * The stable codes of a session that did not connect (docs/api.md), with the status that its page
 * is shown by.
 */
public enum SessionErrorCode {
    ACCESS_DENIED(
            403,
            "Access was not given",
            "Nothing was connected. Go back to the app if you want to try again."),
    ACCOUNT_MISMATCH(
            409,
            "That was another account",
            "Sign in at the provider with the account that was connected before, then try again"
                    + " from the app."),
    PERMISSION_MISSING(
            403,
            "A permission is missing",
            "Nothing was connected. Tell the people who run the app."),
    SCOPE_REFUSED(
            409,
            "The provider does not give these permissions",
            "Nothing was connected. Tell the people who run the app: its profile asks for"
                    + " permissions that the provider refuses."),
    CODE_REJECTED(
            400,
            "The provider did not accept the sign-in",
            "Nothing was connected. Go back to the app and try again."),
    CREDENTIALS_REJECTED(
            409,
            "The app is not set up right",
            "Nothing was connected. Tell the people who run the app."),
    PROVIDER_UNAVAILABLE(
            503,
            "The provider cannot be reached just now",
            "Nothing was connected. Wait a moment, then try again from the app."),
    MALFORMED_RESPONSE(
            502,
            "The provider gave an answer that makes no sense",
            "Nothing was connected. Try again from the app; if it stays so, tell the people who run"
                    + " it."),
    INTERRUPTED(
            503,
            "The connection was interrupted",
            "Nothing was connected. Go back to the app and try again."),
    CANCELLED(410, "This invitation was withdrawn", "Go back to the app; it can invite you again."),
    EXPIRED(410, "This invitation has expired", "Go back to the app; it can invite you again."),
    PROFILE_DISABLED(
            409,
            "Connecting is switched off",
            "The people who run the app have switched it off for now."),
    CONNECTION_DELETED(
            410,
            "The connection is gone",
            "It was deleted meanwhile. Go back to the app and connect again.");

    private final int status;
    private final String title;
    private final String advice;

    SessionErrorCode(int status, String title, String advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
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

    /** What happened, for the person at the browser. */
    public String title() {
        return title;
    }

    /** What to do next, for the same person. */
    public String advice() {
        return advice;
    }

    /** This outcome with these words of explanation. */
    public SessionError because(String description) {
        return new SessionError(this, description);
    }
}
