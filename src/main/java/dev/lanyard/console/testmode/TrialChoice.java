package dev.lanyard.console.testmode;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be let go wrong in test mode: each a fault of the sandbox, and what comes of it for the
 * end user and for the tenant's app.
 */
enum TrialChoice {
    NONE("Nothing: it works", null, "connected", "status=connected; the event connection.created"),
    DENIED(
            "The user says no",
            "{\"fault\":\"deny\"}",
            "access_denied",
            "status=failed&error=access_denied; the session may be tried again"),
    PERMISSION_MISSING(
            "A required permission is not granted",
            "{\"fault\":\"missing_permission\",\"where\":\"exchange\"}",
            "permission_missing",
            "status=failed&error=permission_missing: the OAuth client lacks a tick"),
    SCOPE_REFUSED(
            "The provider refuses a scope",
            "{\"fault\":\"deny\",\"error\":\"invalid_scope\"}",
            "scope_refused",
            "status=failed&error=scope_refused: the profile asks for too much"),
    CODE_REJECTED(
            "The provider rejects the code",
            "{\"fault\":\"used_code\",\"where\":\"exchange\"}",
            "code_rejected",
            "status=failed&error=code_rejected; the session may be tried again"),
    SECRET_REJECTED(
            "The profile's secret is wrong",
            "{\"fault\":\"wrong_secret\",\"where\":\"exchange\"}",
            "credentials_rejected",
            "status=failed&error=credentials_rejected; the profile may turn rejected, too"),
    PROVIDER_DOWN(
            "The provider is down",
            "{\"fault\":\"error_5xx\",\"where\":\"exchange\"}",
            "provider_unavailable",
            "status=failed&error=provider_unavailable; the session may be tried again"),
    ANSWER_LOST(
            "The provider's answer is lost",
            "{\"fault\":\"dropped_answer\",\"where\":\"exchange\"}",
            "provider_unavailable",
            "status=failed&error=provider_unavailable: the code is not sent again"),
    GARBLED(
            "The provider answers with something else",
            "{\"fault\":\"malformed\",\"where\":\"exchange\"}",
            "malformed_response",
            "status=failed&error=malformed_response"),
    SLOW(
            "The provider takes five seconds",
            "{\"fault\":\"slow\",\"where\":\"exchange\"}",
            "connected",
            "status=connected, five seconds later"),
    REFRESH_FAILS(
            "Later: refreshes fail",
            "{\"fault\":\"error_5xx\",\"where\":\"refresh\"}",
            null,
            "The token is served until it expires; the connection turns degraded, refresh_failing"),
    GRANT_REVOKED(
            "Later: the user revokes the grant",
            "{\"fault\":\"refusal\",\"where\":\"refresh\"}",
            null,
            "The connection turns reconnect_required at its next refresh; the event"
                    + " connection.reconnect_required asks you to invite the user again");

    private final String title;
    private final @Nullable String fault;
    private final @Nullable String ending;
    private final String told;

    /**
     * @param title what happens, for people
     * @param fault as the sandbox's control API has it; null: none
     * @param ending which page the end user sees; null: none, it happens behind their back
     * @param told what the tenant's app learns
     */
    TrialChoice(String title, @Nullable String fault, @Nullable String ending, String told) {
        this.title = title;
        this.fault = fault;
        this.ending = ending;
        this.told = told;
    }

    /** Of a form's field; nothing goes wrong where there is none of that name. */
    static TrialChoice of(@Nullable String key) {
        return Arrays.stream(values())
                .filter(choice -> choice.key().equals(key))
                .findFirst()
                .orElse(NONE);
    }

    /** As forms and addresses have it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    Optional<JsonObject> fault() {
        return Optional.ofNullable(fault).map(JsonObject::new);
    }

    Optional<String> ending() {
        return Optional.ofNullable(ending);
    }

    String told() {
        return told;
    }
}
