package dev.lanyard.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * The sandbox's treatment of one consumer: everything that Atlassian leaves open or may change,
 * each with the default that docs/providers.md makes likeliest.
 *
 * @param accessTokenSeconds lifetime of an access token
 * @param graceSeconds how long a used refresh token keeps working after its first use; 0 = strict,
 *     refused at once
 * @param replayKillsGrant whether a refresh token replayed in strict mode kills its grant
 * @param lockOutSeconds how long, after such a replay, every refresh token of the consumer is
 *     refused; 0 = no lock-out
 * @param idleDays a refresh token unused for so long is dead
 * @param tokenBytes length of access and refresh tokens
 * @param requestsPerSecond more are answered 429; 0 = no limit
 * @param unauthorizedStatus HTTP status of {@code unauthorized_client}: 400 or 401
 * @param deadTokenError {@code error} for a dead refresh token
 * @param isPublic a "public" consumer, which may not use client_credentials
 */
record ProviderBehaviour(
        int accessTokenSeconds,
        int graceSeconds,
        boolean replayKillsGrant,
        int lockOutSeconds,
        int idleDays,
        int tokenBytes,
        int requestsPerSecond,
        int unauthorizedStatus,
        String deadTokenError,
        boolean isPublic) {

    static final Set<String> NAMES =
            Set.of(
                    "access_token_seconds",
                    "grace_seconds",
                    "replay_kills_grant",
                    "lock_out_seconds",
                    "idle_days",
                    "token_bytes",
                    "requests_per_second",
                    "unauthorized_status",
                    "dead_token_error",
                    "public");
    private static final int DAY = 86_400;

    /** The habits that these fields ask for; absent ones have their defaults. */
    static ProviderBehaviour of(JsonObject json) {
        JsonFields fields = new JsonFields(json);
        return new ProviderBehaviour(
                fields.number("access_token_seconds", 1, 365 * DAY).orElse(7_200),
                fields.number("grace_seconds", 0, 90 * DAY).orElse(600),
                fields.flag("replay_kills_grant").orElse(true),
                fields.number("lock_out_seconds", 0, DAY).orElse(0),
                fields.number("idle_days", 1, 3_650).orElse(90),
                fields.number("token_bytes", 64, 8_192).orElse(300),
                fields.number("requests_per_second", 0, 100_000).orElse(0),
                fields.number("unauthorized_status", 400, 401).orElse(400),
                fields.oneOf("dead_token_error", TokenError.DEAD_TOKEN_ERRORS)
                        .orElse("unauthorized_client"),
                fields.flag("public").orElse(false));
    }

    boolean strict() {
        return graceSeconds == 0;
    }

    JsonObject json() {
        return new JsonObject()
                .put("access_token_seconds", accessTokenSeconds)
                .put("grace_seconds", graceSeconds)
                .put("replay_kills_grant", replayKillsGrant)
                .put("lock_out_seconds", lockOutSeconds)
                .put("idle_days", idleDays)
                .put("token_bytes", tokenBytes)
                .put("requests_per_second", requestsPerSecond)
                .put("unauthorized_status", unauthorizedStatus)
                .put("dead_token_error", deadTokenError)
                .put("public", isPublic);
    }
}
