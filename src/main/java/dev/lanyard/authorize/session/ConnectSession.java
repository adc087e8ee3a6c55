package dev.lanyard.authorize.session;

import io.vertx.mutiny.sqlclient.Row;
import java.net.URI;
import java.util.Optional;

/**
 * An invitation for one end user to connect one account, as the database had it.
 *
 * @param profileDisabled the profile took no new connections then
 * @param profileRejected its provider refused the profile's credentials
 */
public record ConnectSession(
        String tenantId,
        String id,
        Invitation invitation,
        SessionProgress progress,
        SessionClock clock,
        boolean profileDisabled,
        boolean profileRejected) {

    static ConnectSession of(Row row) {
        return new ConnectSession(
                row.getString("tenant_id"),
                row.getString("id"),
                Invitation.of(row),
                SessionProgress.of(row),
                SessionClock.of(row),
                row.getBoolean("profile_disabled"),
                row.getBoolean("profile_rejected"));
    }

    /** One that is stored just now. */
    static ConnectSession begun(
            String tenantId, String id, Invitation invitation, SessionClock clock) {
        return new ConnectSession(
                tenantId, id, invitation, SessionProgress.NONE, clock, false, false);
    }

    public SessionStatus status() {
        return progress.status();
    }

    /**
     * Whether a browser may (still, or again) begin an authorization request: not where it is known
     * beforehand that nothing can come of a consent.
     */
    public boolean open() {
        return !clock.past()
                && !profileDisabled
                && !profileRejected
                && (status() == SessionStatus.PENDING || unfinished());
    }

    /** Whether an authorization response may be presented, and its tokens kept. */
    public boolean unfinished() {
        return !progress.cancelled()
                && (status() == SessionStatus.AUTHORIZING || status() == SessionStatus.FAILED);
    }

    /** Whether what becomes of this request is what becomes of the session. */
    public boolean countsOn(String requestId) {
        return progress.requestId().filter(requestId::equals).isPresent();
    }

    /**
     * The same while tokens may wait for their account: then they are what becomes of the session,
     * also when it is tried again meanwhile.
     *
     * @param holder the request whose tokens wait, if any
     */
    public boolean countsOn(String requestId, Optional<String> holder) {
        return holder.map(requestId::equals).orElse(countsOn(requestId));
    }

    /** Its time is up and nothing under way can save it; the row may not say so yet. */
    public boolean overdue() {
        return clock.past()
                && switch (status()) {
                    case PENDING, AWAITING_CONFIRMATION -> true;
                    case AUTHORIZING -> !clock.underWay();
                    case CONNECTED, FAILED, EXPIRED -> false;
                };
    }

    /** How it ends when overdue. */
    public SessionError endOfTime(Optional<URI> callbackUrl) {
        if (status() == SessionStatus.AUTHORIZING && clock.waitsForAccount()) {
            return SessionErrorCode.PROVIDER_UNAVAILABLE.because(
                    "The provider could not say whose account it was before the session expired."
                            + " The connection keeps its old tokens.");
        }
        return SessionErrorCode.EXPIRED.because(
                switch (status()) {
                    case AUTHORIZING -> neverCameBack(callbackUrl);
                    case AWAITING_CONFIRMATION -> "The connection was not confirmed in time.";
                    default -> "Nobody used the session in time.";
                });
    }

    private static String neverCameBack(Optional<URI> callbackUrl) {
        return "The browser was sent to the provider, and the provider never sent it back: consent"
                + " was not finished, or the callback URL configured at the provider differs from "
                + callbackUrl.map(URI::toString).orElse("the profile's callback_url")
                + " (the provider then shows an error page of its own).";
    }

    /** The session as it is to be shown now: ended, if it is overdue. */
    public ConnectSession seen(Optional<URI> callbackUrl) {
        return overdue() ? with(progress.ended(endOfTime(callbackUrl))) : this;
    }

    private ConnectSession with(SessionProgress changed) {
        return new ConnectSession(
                tenantId, id, invitation, changed, clock, profileDisabled, profileRejected);
    }
}
