package dev.lanyard.token;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a refusal is about, whichever words it uses. Codes that the RFCs define come first; words in
 * a description count only where the code itself says nothing.
 */
public enum RefusalMeaning {
    /** The code or refresh token itself (docs/refresh.md rule 18). */
    GRANT,
    /** The client (rule 19). */
    CLIENT,
    /** Too many requests (rule 20). */
    LIMIT,
    /** What proves nothing about either. */
    OTHER;

    private static final int LONGEST_CODE = 200;
    private static final int LONGEST_WORDS = 4_000;
    private static final Pattern GRANT_CODE =
            Pattern.compile(
                    "invalid_(grant|token|code)|expired_token|token_(expired|revoked)|grant_(expired|revoked)"
                            + "|(interaction|consent|login|mfa|reauth|reauthentication)_required"
                            + "|code_(expired|already_used)|bad_verification_code|incorrect_or_expired_code");
    private static final Set<String> CLIENT_CODES =
            Set.of("invalid_client", "unauthorized_client", "application_suspended", "invalid_app");

    /** Of calls: a limit of sessions, seats or devices is one connection's, not its profile's. */
    private static final String OF_CALLS =
            "(rate|requests?|calls?|api|usage|attempts?|quota|hourly|daily)";

    private static final Pattern LIMIT_CODE =
            Pattern.compile(
                    "(.*_)?(rate_?limit(ed|ing)?|too_many_(requests|attempts|calls)|throttl(ed|ing)|request_limit|quota)"
                            + "(_(exceeded|reached|error|exception))?|slow_down|((.*_)?"
                            + OF_CALLS
                            + "_)?limit_(exceeded|reached)(_exception)?");
    private static final Pattern LIMIT_WORDS =
            Pattern.compile(
                    "rate[ _-]?limit|too many (\\w+ ){0,3}(requests|attempts|calls)|throttl|quota"
                            + "|(request|attempt|call|usage)s? limit|(^|\\b"
                            + OF_CALLS
                            + " )limit (is |was |has been )?(exceeded|reached)");

    /** Microsoft's AADSTS50196: it comes with {@code invalid_grant}, and the grant lives. */
    private static final String REQUEST_LOOP = "client request loop";

    /** About the request, the server or the profile: no description makes them more. */
    private static final Pattern OTHER_CODE =
            Pattern.compile(
                    "unsupported_(grant|response)_type|invalid_scope|(internal_)?server_error|internal_error"
                            + "|temporarily_unavailable|(service_)?unavailable|(unknown|fatal)_error"
                            + "|timeout|conflict|redirect_uri_mismatch");

    private static final Pattern REFRESH_TOKEN = Pattern.compile("refresh[ _-]?token");
    private static final Pattern CODE =
            Pattern.compile("(authori[sz]ation|auth|verification|grant)[ _-]?code");
    private static final Pattern CLIENT_WORDS =
            Pattern.compile(
                    "(client|app|application|consumer)[ _-]?(id|secret|credentials?|key|authentication)");
    private static final Pattern CLIENT_CODE =
            Pattern.compile(
                    ".*(client|application|consumer).*(_|^)(credentials?|secret|id|not_found|disabled|deleted|unknown|suspended)"
                            + "|(invalid|bad|incorrect|deleted|unknown|disabled|wrong|suspended)_(oauth_)?(client|application|consumer)(_.*)?");
    private static final Pattern NOT_GOOD =
            Pattern.compile(
                    "invalid|not valid|no longer|expired|revoked|incorrect|wrong|bad |unknown|not found|not exist|"
                            + "mismatch|already|used|malformed|disabled|deleted|fail|not recogni|not match|denied|reject|error validating|not active|inactive");
    private static final Pattern NOT_GIVEN =
            Pattern.compile(
                    "missing|required|must (be|have)|not (given|provided|present|supplied|sent)|not supported|unsupported");

    /** Salesforce says so with {@code invalid_grant}: the grant lives. */
    private static final Pattern UNDER_WAY =
            Pattern.compile(
                    "being (processed|refreshed)|concurrent(ly)? (token )?(refresh|request)"
                            + "|(refresh|rotation|(?<!(deletion|removal|closure) )request)\\w{0,10}"
                            + " (token )?(is )?(already |still )?in progress");

    private static final Pattern DOWN =
            Pattern.compile("temporar(y|il)|unavailable|timed? ?out|maintenance");
    private static final Pattern PASSING =
            Pattern.compile(
                    DOWN
                            + "|try again|(?<!not )retry|try later|overload|internal (server )?error"
                            + "|bad gateway|limit (exceeded|reached)");

    /** What no passing failure says: it stands whatever else does. */
    private static final Pattern FINAL =
            Pattern.compile(
                    "revoked|expired|invalid|not valid\\b|no longer|not found|not exist|already (been )?used"
                            + "|re-?use|deleted|disabled|incorrect|bad (refresh|token|grant)"
                            + "|(session|login|idle|inactivity) (has |was )?timed? ?out");

    /** The only one that a refresh presents, where nothing more is said of which. */
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?<!(access|bearer|client|csrf|api|id)[ _-])token (was|is|has been) (invalid|expired|revoked)");

    /**
     * By the first code that says anything.
     *
     * @param errors what may be the code, the likeliest first
     */
    static RefusalMeaning of(
            List<String> errors, String description, TokenDialect.ErrorWords words) {
        for (String error : errors) {
            RefusalMeaning meaning = of(error, description, words);
            if (meaning != OTHER || codes(error).stream().anyMatch(RefusalMeaning::isOther)) {
                return meaning;
            }
        }
        return OTHER;
    }

    /** Whether it is about the request, whatever status came with it (RFC 6749 §5.2). */
    static boolean isOfRequest(String error) {
        return codes(error).stream()
                .anyMatch(code -> code.equals("invalid_request") || isOther(code));
    }

    /** Whether it refuses scopes: LinkedIn's {@code unauthorized_scope_error}, too. */
    static boolean isOfScope(String error) {
        return code(error).contains("scope");
    }

    /** By codes and words of this provider first, then by what is known of all. */
    static RefusalMeaning of(String error, String description, TokenDialect.ErrorWords words) {
        return words.meaning(List.of(error), description)
                .orElseGet(() -> of(codes(error), words(description), words(error)));
    }

    private static RefusalMeaning of(List<String> codes, String description, String error) {
        RefusalMeaning said = said(codes, description, error);
        return said == GRANT && mayPass(codes, description, error) ? OTHER : said;
    }

    /**
     * Whether it may be refused now and not later: a living grant is not called dead for it. "Log
     * in and try again" is no such word beside a code that says that the grant is dead.
     */
    private static boolean mayPass(List<String> codes, String description, String error) {
        String words = blanks(description);
        String all = words + " " + blanks(error);
        boolean saysDead =
                codes.stream().anyMatch(RefusalMeaning::isOfGrant)
                        || FINAL.matcher(blanks(error)).find();
        boolean passes =
                UNDER_WAY.matcher(all).find() || (saysDead ? DOWN : PASSING).matcher(all).find();
        return passes && !FINAL.matcher(words).find();
    }

    private static String blanks(String text) {
        return text.replace('_', ' ');
    }

    private static RefusalMeaning said(List<String> codes, String description, String error) {
        if (codes.stream().anyMatch(code -> LIMIT_CODE.matcher(code).matches())
                || description.contains(REQUEST_LOOP)) {
            return LIMIT;
        }
        if (codes.stream().anyMatch(RefusalMeaning::isOfGrant)) {
            return GRANT;
        }
        if (codes.stream().anyMatch(RefusalMeaning::isOfClient)) {
            return CLIENT;
        }
        if (codes.stream().anyMatch(RefusalMeaning::isOther)) {
            return OTHER;
        }
        if (REFRESH_TOKEN.matcher(error).find()) {
            boolean notGiven =
                    onlyNotGiven(REFRESH_TOKEN.matcher(description).find() ? description : error);
            return notGiven ? OTHER : GRANT;
        }
        RefusalMeaning told = byDescription(description);
        if (told == OTHER && codes.contains("invalid_request")) {
            return TOKEN.matcher(description).find() ? GRANT : OTHER;
        }
        return told == OTHER ? byDescription(blanks(error)) : told;
    }

    private static boolean isOfGrant(String code) {
        return GRANT_CODE.matcher(code).matches();
    }

    private static boolean isOther(String code) {
        return OTHER_CODE.matcher(code).matches();
    }

    private static boolean isOfClient(String code) {
        return CLIENT_CODES.contains(code) || CLIENT_CODE.matcher(code).matches();
    }

    private static RefusalMeaning byDescription(String description) {
        if (LIMIT_WORDS.matcher(description).find()) {
            return LIMIT; // whatever there is too much of
        }
        if (onlyNotGiven(description)) {
            return OTHER;
        }
        boolean refused = NOT_GOOD.matcher(description).find();
        if (!refused && PASSING.matcher(description).find()) {
            return OTHER;
        }
        if (refused && CLIENT_WORDS.matcher(description).find()) {
            return CLIENT; // whatever else it speaks of: that one waits for proof
        }
        return REFRESH_TOKEN.matcher(description).find()
                        || (refused && CODE.matcher(description).find())
                ? GRANT
                : OTHER;
    }

    /** A parameter that is lacking is our mistake or the entry's, and says nothing of the grant. */
    private static boolean onlyNotGiven(String description) {
        return NOT_GIVEN.matcher(description).find()
                && !NOT_GOOD.matcher(description.replace("invalid request", "")).find();
    }

    /** The whole, what stands before a colon or its like, and the first word. */
    private static List<String> codes(String error) {
        String text = cut(error.strip(), LONGEST_CODE);
        return List.of(code(text), code(text.split("[:;,(]", 2)[0]), code(text.split("\\s", 2)[0]));
    }

    /** {@code invalid-grant}, {@code Invalid Grant} and {@code invalidGrant} are one. */
    private static String code(String error) {
        return error.strip()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
    }

    private static String words(String text) {
        return cut(text, LONGEST_WORDS).toLowerCase(Locale.ROOT);
    }

    /** Patterns are tried at each place of a text: no provider is to have them tried for long. */
    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
