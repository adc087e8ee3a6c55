package dev.lanyard.wild;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * One way of one provider to refuse: status, error, description, the shape around them, and whether
 * it echoes what was presented.
 *
 * @param shape 0: as RFC 6749 has it
 * @param echo null: nothing is echoed; else put around what was presented
 */
record WildWords(int status, String error, String description, int shape, Echo echo) {
    private static final List<String> DEAD_CODES =
            List.of(
                    "invalid_grant",
                    "invalid_grant",
                    "invalid_grant",
                    "invalid-grant",
                    "InvalidGrant",
                    "bad_refresh_token",
                    "invalid_refresh_token",
                    "refresh_token_expired",
                    "invalid_token",
                    "expired_token",
                    "token_revoked",
                    "token_expired",
                    "interaction_required",
                    "consent_required",
                    "login_required");
    private static final List<String> ANY_WORDS =
            List.of("", "", "Bad Request", "The request failed.", "See our documentation.");
    private static final List<String> VAGUE_CODES =
            List.of("invalid_request", "error", "invalid_parameter", "bad_request");
    private static final List<String> DEAD_WORDS =
            List.of(
                    "The refresh token is no longer valid",
                    "Refresh token expired",
                    "refresh_token has been revoked",
                    "Unknown or invalid refresh token.",
                    "The provided refresh-token was not found",
                    "Invalid refresh_token",
                    "refreshToken is not recognized",
                    "The refresh token was already used",
                    "Refresh token does not exist");
    private static final List<String> CLIENT_CODES =
            List.of(
                    "invalid_client",
                    "invalid_client",
                    "unauthorized_client",
                    "unauthorized_client",
                    "incorrect_client_credentials",
                    "deleted_client",
                    "invalid_client_secret",
                    "bad_client_credentials",
                    "client_disabled");
    private static final List<String> CLIENT_WORDS =
            List.of(
                    "Client authentication failed",
                    "The client secret is wrong",
                    "client_id or client_secret incorrect",
                    "Invalid client credentials",
                    "The application key is unknown",
                    "Invalid client secret; the refresh token was not looked at",
                    "client_secret mismatch for this refresh token");
    private static final List<String> CODE_WORDS =
            List.of(
                    "The code passed is incorrect or expired.",
                    "Invalid authorization code",
                    "authorization_code was not found");
    private static final List<String> OTHER_WORDS =
            List.of(
                    "redirect_uri is required",
                    "Missing parameter: code_verifier",
                    "code_verifier is required",
                    "Required parameter redirect_uri is missing");

    /** How something presented is repeated in the words. */
    enum Echo {
        NONE,
        WHOLE,
        ENCODED,
        BEGUN,
        IN_ERROR
    }

    /** How it refuses a grant that is gone. */
    static WildWords dead(Random random) {
        boolean byCode = random.nextInt(3) > 0;
        return new WildWords(
                one(random, List.of(400, 400, 400, 401, 403, 200)),
                one(random, byCode ? DEAD_CODES : VAGUE_CODES),
                one(random, byCode ? ANY_WORDS : DEAD_WORDS),
                random.nextInt(6),
                one(random, List.of(Echo.values())));
    }

    /** How it refuses a client whose secret is wrong, or that it locks out. */
    static WildWords client(Random random) {
        if (random.nextInt(6) == 0) {
            return new WildWords(401, "", "", 9, Echo.NONE); // bare
        }
        boolean byCode = random.nextInt(3) > 0;
        return new WildWords(
                one(random, List.of(400, 401, 401, 403, 200)),
                one(random, byCode ? CLIENT_CODES : VAGUE_CODES),
                one(random, byCode ? ANY_WORDS : CLIENT_WORDS),
                random.nextInt(6),
                one(random, List.of(Echo.values())));
    }

    /** How it refuses a code that nobody was given, if the client is no matter. */
    static WildWords code(Random random) {
        boolean byCode = random.nextBoolean();
        return new WildWords(
                one(random, List.of(400, 400, 200)),
                byCode ? "invalid_grant" : "invalid_request",
                one(random, byCode ? ANY_WORDS : CODE_WORDS),
                random.nextInt(6),
                one(random, List.of(Echo.values())));
    }

    /** What it says of a made-up code that is about something else. */
    static WildWords neither(Random random) {
        return new WildWords(400, "invalid_request", one(random, OTHER_WORDS), 0, Echo.NONE);
    }

    static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    WildAnswer answer(String presented) {
        String said = (description + " " + echoed(presented)).strip();
        String code = echo == Echo.IN_ERROR ? error + " " + presented : error;
        return WildAnswer.of(status, shaped(code, said));
    }

    private String echoed(String presented) {
        return switch (echo) {
            case WHOLE -> "(" + presented + ")";
            case ENCODED -> "token=" + URLEncoder.encode(presented, StandardCharsets.UTF_8);
            case BEGUN -> "'" + presented.substring(0, Math.min(14, presented.length())) + "...";
            case NONE, IN_ERROR -> "";
        };
    }

    private String shaped(String code, String said) {
        JsonObject plain = JsonObject.of("error", code, "error_description", said);
        return switch (shape) {
            case 1 -> "\uFEFF" + plain.encode();
            case 2 -> JsonObject.of("error", JsonObject.of("code", code, "message", said)).encode();
            case 3 ->
                    JsonObject.of(
                                    "errors",
                                    JsonArray.of(JsonObject.of("code", code, "message", said)))
                            .encode();
            case 4 -> "error=" + encode(code) + "&error_description=" + encode(said);
            case 5 -> plain.copy().put("status", status).put("trace", "a1b2").encodePrettily();
            case 9 -> "";
            default -> plain.encode();
        };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
