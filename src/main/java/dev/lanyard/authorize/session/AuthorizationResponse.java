package dev.lanyard.authorize.session;

import dev.lanyard.token.SecretBlotter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The authorization response: the query that the provider sent the browser back with (RFC 6749
 * §4.1.2, RFC 9207). One of its parameters that stands twice makes it none of ours (RFC 6749 §3.1);
 * others are ignored, however often they stand there.
 */
public record AuthorizationResponse(
        String provider,
        String state,
        Optional<String> code,
        Optional<String> issuer,
        Optional<SessionError> error) {

    private static final List<String> PARAMETERS = List.of("state", "code", "error", "iss");

    /** By the RFCs and OpenID Connect Core §3.1.2.6: that nobody signed in, or agreed, is a no. */
    private static final Map<String, SessionErrorCode> ERRORS =
            Map.of(
                    "access_denied", SessionErrorCode.ACCESS_DENIED,
                    "login_required", SessionErrorCode.ACCESS_DENIED,
                    "interaction_required", SessionErrorCode.ACCESS_DENIED,
                    "consent_required", SessionErrorCode.ACCESS_DENIED,
                    "account_selection_required", SessionErrorCode.ACCESS_DENIED,
                    "invalid_scope", SessionErrorCode.SCOPE_REFUSED,
                    "server_error", SessionErrorCode.PROVIDER_UNAVAILABLE,
                    "temporarily_unavailable", SessionErrorCode.PROVIDER_UNAVAILABLE,
                    "unauthorized_client", SessionErrorCode.CREDENTIALS_REJECTED,
                    "invalid_client", SessionErrorCode.CREDENTIALS_REJECTED);

    private static final int LONGEST = 300;
    private static final Pattern CLIENT =
            Pattern.compile(
                    "(invalid|bad|incorrect|unknown|deleted|disabled|suspended|inactive)_(oauth_)?(client|application|app|consumer)(_.*)?"
                            + "|(client|application|app|consumer)_(not_found|disabled|deleted|suspended|unknown|invalid)");
    private static final Pattern TROUBLE =
            Pattern.compile(
                    "unavailable|temporar|internal_(server_)?error|server_(busy|error)|time_?out|overloaded|rate_?limit|too_many_requests|slow_down");

    /** A person's no, in the words of providers that have their own. */
    private static final Pattern DENIAL =
            Pattern.compile(
                    "(user|consent|access|login|authoriz|authoris|permission|request|resource_owner)"
                            + ".*(cancel|denied|deny|declin|refus|reject|abort|dismiss)"
                            + "|(cancel|denied|declin|reject|abort).*(user|consent|access|login|authoriz)"
                            + "|cancel+ed|denied|declined|aborted|^(cancel|deny|refused|rejected)$");

    /** The same as a sentence, where the code says no more than that something failed. */
    private static final Pattern DENIED =
            Pattern.compile(
                    "\\b(user|person|resource owner|end-user)\\b.{0,30}\\b(cancel+ed|denied|declined|rejected|refused|did not (allow|authorize|consent|grant))");

    /** Reads the query; throws {@link UnboundCallbackException} without exactly one state. */
    public static AuthorizationResponse of(String provider, CallbackQuery query) {
        if (PARAMETERS.stream().anyMatch(query::isRepeated)) {
            throw new UnboundCallbackException();
        }
        return new AuthorizationResponse(
                provider,
                query.given("state").orElseThrow(UnboundCallbackException::new),
                query.given("code"),
                query.given("iss"),
                error(query));
    }

    private static Optional<SessionError> error(CallbackQuery query) {
        Optional<String> error = stated(query);
        if (error.isPresent()) {
            SecretBlotter secrets =
                    SecretBlotter.of(
                            query.given("code").orElse(null), query.given("state").orElse(null));
            return error.map(code -> refusal(secrets.blot(code), words(query).map(secrets::blot)));
        }
        return query.given("code").isPresent()
                ? Optional.empty()
                : Optional.of(
                        SessionErrorCode.MALFORMED_RESPONSE.because(
                                "The provider answered with neither a code nor an error."));
    }

    /** Facebook tells what is wrong with the client by {@code error_code} alone. */
    private static Optional<String> stated(CallbackQuery query) {
        Optional<String> error = query.given("error");
        return error.isPresent() || query.given("code").isPresent()
                ? error
                : query.given("error_code").or(() -> query.given("error_reason"));
    }

    private static Optional<String> words(CallbackQuery query) {
        return query.given("error_description")
                .or(() -> query.given("error_message"))
                .or(() -> query.given("error_reason"));
    }

    private static SessionError refusal(String error, Optional<String> description) {
        String words =
                SessionError.quote(description.map(text -> error + ": " + text).orElse(error));
        return code(error, description.orElse(""))
                .because("The provider answered \"" + words + "\".");
    }

    private static SessionErrorCode code(String error, String description) {
        String plain = cut(error.strip()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return Optional.ofNullable(ERRORS.get(plain))
                .orElseGet(() -> byWords(plain, cut(description)));
    }

    /** Anybody can send it, and patterns are tried at each place of a text. */
    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static SessionErrorCode byWords(String plain, String description) {
        if (DENIAL.matcher(plain).find()) {
            return SessionErrorCode.ACCESS_DENIED;
        }
        if (plain.contains("scope")) {
            return SessionErrorCode.SCOPE_REFUSED;
        }
        if (CLIENT.matcher(plain).matches()) {
            return SessionErrorCode.CREDENTIALS_REJECTED;
        }
        if (TROUBLE.matcher(plain).find()) {
            return SessionErrorCode.PROVIDER_UNAVAILABLE;
        }
        return DENIED.matcher(description.toLowerCase(Locale.ROOT)).find()
                ? SessionErrorCode.ACCESS_DENIED
                : SessionErrorCode.MALFORMED_RESPONSE;
    }

    /**
     * The same, read with what the provider's entry adds.
     *
     * @param denied codes, or words, by which it says that a person denied
     */
    public AuthorizationResponse deniedBy(List<String> denied) {
        return new AuthorizationResponse(
                provider, state, code, issuer, error.map(known -> deniedBy(known, denied)));
    }

    private static SessionError deniedBy(SessionError known, List<String> denied) {
        String words = known.description().toLowerCase(Locale.ROOT);
        boolean isDenial =
                denied.stream().anyMatch(word -> words.contains(word.toLowerCase(Locale.ROOT)));
        return isDenial ? SessionErrorCode.ACCESS_DENIED.because(known.description()) : known;
    }

    /** Where it came to and whose it says it is, for the tenant; its secrets blotted out. */
    public String source() {
        SecretBlotter secrets = SecretBlotter.of(code.orElse(null), state);
        String whose =
                issuer.map(text -> "iss \"" + SessionError.quote(secrets.blot(text)) + "\"")
                        .orElse("no iss");
        return "the callback of " + SessionError.quote(provider) + " with " + whose;
    }

    @Override
    public String toString() {
        return "AuthorizationResponse[" + provider + "]";
    }
}
