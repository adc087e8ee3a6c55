package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.FaultPoint.API;
import static dev.lanyard.sandbox.FaultPoint.AUTHORIZE;
import static dev.lanyard.sandbox.FaultPoint.EMAILS;
import static dev.lanyard.sandbox.FaultPoint.EXCHANGE;
import static dev.lanyard.sandbox.FaultPoint.REFRESH;
import static dev.lanyard.sandbox.FaultPoint.REVOKE;
import static dev.lanyard.sandbox.FaultPoint.USER;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The faults that the provider can show. "Consumed" = the code or refresh token is used up. */
@SuppressWarnings("ImmutableEnumChecker") // List.of and Map.of
enum FaultKind {
    DENY(
            "The user's decision becomes an error sent to the callback.",
            List.of(AUTHORIZE),
            Map.of("error", Fault::error, "description", Fault::description)),
    REFUSAL(
            "A refusal in these words; nothing is done. {token} in the description is what was"
                    + " presented, {secret} the client's secret.",
            Places.CALLS,
            Map.of(
                    "error",
                    Fault::error,
                    "description",
                    Fault::description,
                    "status",
                    Fault::status)),
    WRONG_SECRET(
            "The client's credentials are refused; nothing is consumed.",
            List.of(REFRESH, EXCHANGE),
            Map.of("status", Fault::status)),
    LOCK_OUT(
            "A valid token is refused as if the credentials were wrong; nothing is consumed.",
            List.of(REFRESH),
            Map.of()),
    CODE_FIRST(
            "The code is looked at before the client: whoever presents it.",
            List.of(EXCHANGE),
            Map.of()),
    USED_CODE("The code is refused as used, and is.", List.of(EXCHANGE), Map.of()),
    SLOW(
            "The answer comes late; with \"before\" the work is late as well.",
            Places.ALL,
            Map.of("millis", Fault::millis, "before", Fault::before)),
    ERROR_5XX(
            "A server error; with \"consumed\" only after the work was done.",
            Places.ALL,
            Map.of(
                    "status",
                    Fault::status,
                    "consumed",
                    Fault::consumed,
                    "retry_after",
                    Fault::retryAfter)),
    RATE_LIMITED(
            "429, or 403 with X-RateLimit-Remaining: 0; Retry-After in seconds, with \"http_date\""
                    + " as a date, without a value not at all.",
            Places.ALL,
            Map.of(
                    "retry_after",
                    Fault::retryAfter,
                    "http_date",
                    Fault::httpDate,
                    "status",
                    Fault::status)),
    DROPPED_ANSWER(
            "The work is done, then the connection ends: closed, reset, or cut in mid-answer.",
            Places.CALLS,
            Map.of("ending", Fault::ending)),
    RESET_BEFORE(
            "The connection ends before anything is done: reset or closed.",
            Places.ALL,
            Map.of("ending", Fault::ending)),
    MISSING_PERMISSION(
            "These scopes are not granted; at the API they are missing for this call.",
            Places.ALL,
            Map.of("scopes", Fault::scopes)),
    MALFORMED(
            "200 with html, not_json, no_access_token, huge, array or empty; consumed.",
            Places.CALLS,
            Map.of("as", Fault::malformedAs, "bytes", Fault::bytes)),
    ODD_FORM(
            "The answer is gzipped unasked, or begins with a byte_order_mark; token answers may be"
                    + " a form, nested one level deeper, or spell token_type as BEARER (bearer).",
            Places.CALLS,
            Map.of("as", Fault::form)),
    ODD_EXPIRES_IN(
            "expires_in is missing, text, zero, negative, absurd, or the number as digits in a text,"
                    + " or decimal.",
            List.of(REFRESH, EXCHANGE),
            Map.of("as", Fault::expiresInAs)),
    ANNOUNCED_END(
            "The answer says in this field when the grant ends, in so many seconds.",
            List.of(REFRESH, EXCHANGE),
            Map.of("seconds", Fault::seconds, "field", Fault::field)),
    NO_REFRESH_TOKEN(
            "The answer has no refresh token; on refresh the presented one goes on.",
            List.of(REFRESH, EXCHANGE),
            Map.of()),
    SCOPE_STYLE(
            "The scopes come as scope, scopes, both, missing or an empty text.",
            List.of(REFRESH, EXCHANGE),
            Map.of("as", Fault::scopeStyle)),
    ERROR_IN_200(
            "200 with an error inside; nothing is consumed.",
            List.of(REFRESH, EXCHANGE),
            Map.of("error", Fault::error)),
    USER_MISMATCH(
            "Another account: consents (authorize) or is told (user).",
            List.of(USER, AUTHORIZE),
            Map.of("account", Fault::account)),
    NO_SCOPES_HEADER("No X-OAuth-Scopes header.", List.of(USER, EMAILS, API), Map.of()),
    RAW_BASIC(
            "Id and secret of the Basic pair are compared as they come, not form-decoded.",
            List.of(REFRESH, EXCHANGE, REVOKE),
            Map.of()),
    SECOND_PAGE(
            "The primary address stands on a second page, which \"next\" names.",
            List.of(EMAILS),
            Map.of()),
    ODD_ACCOUNT_ID(
            "The account's id is decimal (42.0), a number, or missing.",
            List.of(USER),
            Map.of("as", Fault::accountIdAs)),
    ISS("The callback carries this iss.", List.of(AUTHORIZE), Map.of("iss", Fault::iss)),
    REVOCATION_ENDS_ALL(
            "Revoking any token ends all grants of that client and account.",
            List.of(REVOKE),
            Map.of());

    private final String effect;
    private final List<FaultPoint> places;
    private final Map<String, SettingsReader> settings;

    FaultKind(String effect, List<FaultPoint> places, Map<String, SettingsReader> settings) {
        this.effect = effect;
        this.places = places;
        this.settings = settings;
    }

    static Optional<FaultKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }

    /** The names of all. */
    static String keys() {
        return Arrays.stream(values()).map(FaultKind::key).collect(Collectors.joining(", "));
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    String effect() {
        return effect;
    }

    /** Where it can strike; the first is meant where none is named. */
    List<FaultPoint> places() {
        return places;
    }

    /** The names of its settings, each with what reads (and so checks) it. */
    Map<String, SettingsReader> settings() {
        return settings;
    }

    /** Reads a setting of a fault; fails with a problem that names it. */
    @FunctionalInterface
    interface SettingsReader {
        Object read(Fault fault);
    }

    private static final class Places {
        private static final List<FaultPoint> ALL =
                List.of(REFRESH, EXCHANGE, USER, EMAILS, API, AUTHORIZE, REVOKE);
        private static final List<FaultPoint> CALLS =
                List.of(REFRESH, EXCHANGE, USER, EMAILS, API, REVOKE);
    }
}
