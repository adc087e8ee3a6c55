package dev.lanyard.token;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the response to a made-up code says of the client that presented it. Only one that is about
 * the code comes from behind the check of the client, if the provider checks the client first.
 */
public enum ProbeVerdict {
    /** The code is no good: the client was taken. */
    ABOUT_CODE,
    /** The client was not taken. */
    ABOUT_CLIENT,
    /**
     * About something else, or none of OAuth's: it proves nothing, however often it is asked for.
     */
    ABOUT_NEITHER,
    /** No whole response, or the provider fails or limits just now. */
    NONE;

    /** Beside those that refuse a grant of any kind. */
    private static final Set<String> CODE_ERRORS =
            Set.of(
                    "bad_code",
                    "expired_code",
                    "invalid_authorization_code",
                    "authorization_code_not_found");

    private static final String CODE = "(?:auth\\w* |verification |grant )?code";
    private static final String BAD =
            "(?:invalid|incorrect|expired|unknown|malformed|not found|not valid|revoked|used)";
    private static final Pattern CODE_WORDS =
            Pattern.compile(
                    "\\b"
                            + BAD
                            + " "
                            + CODE
                            + "\\b|\\b"
                            + CODE
                            + " (?:is |was |has |has been )?"
                            + BAD
                            + "\\b");
    private static final Pattern OTHER_WORDS = Pattern.compile("client|secret|redirect|error code");

    /** Reads the response to {@link TokenEndpoint#probe}. */
    public static ProbeVerdict of(TokenResponse response) {
        if (response instanceof TokenResponse.Refused refused) {
            return of(refused);
        }
        return response instanceof TokenResponse.Issued
                        || response instanceof TokenResponse.Malformed
                ? ABOUT_NEITHER
                : NONE;
    }

    private static ProbeVerdict of(TokenResponse.Refused refused) {
        if (refused.ofClient()) {
            return ABOUT_CLIENT;
        }
        String words = refused.description().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean ofCode =
                refused.ofGrant()
                        || CODE_ERRORS.contains(refused.error())
                        || (CODE_WORDS.matcher(words).find() && !OTHER_WORDS.matcher(words).find());
        return ofCode ? ABOUT_CODE : ABOUT_NEITHER;
    }
}
