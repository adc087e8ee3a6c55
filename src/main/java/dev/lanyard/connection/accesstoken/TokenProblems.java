package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import java.time.Duration;

/** The reasons why a token is not given out, in words that say what to do next. */
final class TokenProblems {
    private TokenProblems() {}

    static void refuseClosed(TokenRow row) {
        refuseUnconfirmed(row);
        if (row.disabled()) {
            throw ProblemException.of(
                    ProblemCode.CONNECTION_DISABLED,
                    "The connection "
                            + row.connection().id()
                            + " is disabled. PATCH its status to active to use it.");
        }
        refuseProfile(row);
    }

    /** Its profile's client is switched off; the connection is kept alive all the same. */
    static void refuseProfile(TokenRow row) {
        if (row.profileDisabled()) {
            throw ProblemException.of(
                    ProblemCode.PROFILE_DISABLED,
                    "The connector profile of connection "
                            + row.connection().id()
                            + " is disabled. PATCH its status to active to use it.");
        }
    }

    static void refuseUnconfirmed(TokenRow row) {
        if (row.awaitingConfirmation()) {
            throw ProblemException.of(
                    ProblemCode.AWAITING_CONFIRMATION,
                    "The connection "
                            + row.connection().id()
                            + " gives out nothing until its connect session is confirmed.");
        }
    }

    /** It cannot be refreshed, as it stands. */
    static ProblemException dead(TokenRow row) {
        return row.shadow() ? shadow(row) : ended(row);
    }

    private static ProblemException shadow(TokenRow row) {
        return ProblemException.of(
                ProblemCode.CONFLICT,
                "The connection "
                        + row.connection().id()
                        + " is a shadow: its refresh token is another system's to present. Once that"
                        + " has stopped, POST /v1/connections/import/activate.");
    }

    private static ProblemException ended(TokenRow row) {
        return ProblemException.of(
                ProblemCode.RECONNECT_REQUIRED,
                "The grant of connection "
                        + row.connection().id()
                        + " cannot be refreshed any more ("
                        + (row.reason() == null ? "there is no refresh token" : row.reason())
                        + "). Create a connect session with connection_id and send the end user"
                        + " there.");
    }

    static ProblemException rejected(ConnectionRef connection) {
        return ProblemException.of(
                ProblemCode.CREDENTIALS_REJECTED,
                "The provider rejects the credentials of the connector profile, so connection "
                        + connection.id()
                        + " cannot be refreshed. PATCH the profile's client_secret; nobody has to"
                        + " reconnect.");
    }

    static ProblemException failing(TokenRow row, Duration delay) {
        return ProblemException.of(
                ProblemCode.PROVIDER_UNAVAILABLE,
                "The provider does not refresh connection "
                        + row.connection().id()
                        + " just now. Lanyard keeps trying; ask again later.",
                delay);
    }

    static ProblemException unreadable() {
        return ProblemException.of(
                ProblemCode.UNAVAILABLE,
                "Lanyard cannot open what it stored for this connection. The operator has been"
                        + " told.",
                Duration.ofSeconds(60));
    }
}
