package dev.lanyard.connection.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.problem.FieldErrors;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One connection of another system, as a line of an import has it.
 *
 * @param accessToken it is given out while it is good, so it needs {@code expires_at}
 * @param permissions scopes granted; null: not known
 * @param mode {@code shadow}: stored, and presented by nobody until it is activated
 * @param refreshTokenIssuedAt when the former system got the refresh token; null: not known
 * @param activate the former system has stopped using this one
 */
@RegisterForReflection // read by Jackson, which finds it by name
@Schema(
        requiredProperties = {"end_user", "connector_profile_id", "refresh_token"},
        description = "One line of an import.")
record ImportLine(
        @Nullable EndUser endUser,
        @Nullable String connectorProfileId,
        @Nullable String refreshToken,
        @Nullable String accessToken,
        @Nullable OffsetDateTime expiresAt,
        @Nullable OffsetDateTime refreshTokenIssuedAt,
        @Nullable String accountId,
        @Nullable List<@Nullable String> permissions,
        @Schema(implementation = Object.class) @Nullable JsonNode metadata,
        @Schema(enumeration = "shadow") @Nullable String mode,
        @Nullable Boolean activate) {
    private static final int LONGEST_TOKEN = LineSplitter.LONGEST;
    private static final int MOST_PERMISSIONS = 200;
    private static final OffsetDateTime EARLIEST =
            OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime LATEST =
            OffsetDateTime.of(9000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    boolean shadow() {
        return "shadow".equals(mode);
    }

    boolean activates() {
        return Boolean.TRUE.equals(activate);
    }

    /**
     * Fails if any field is wrong, whatever profile it is for.
     *
     * @throws dev.lanyard.problem.ProblemException {@code validation_failed} naming every wrong
     *     field
     */
    void check() {
        FieldErrors errors = new FieldErrors();
        errors.text("connector_profile_id", connectorProfileId, 100);
        checkEndUser(errors);
        errors.text("refresh_token", refreshToken, LONGEST_TOKEN);
        errors.optional("access_token", accessToken, LONGEST_TOKEN);
        checkTime(errors, "expires_at", expiresAt, LATEST);
        checkTime(
                errors,
                "refresh_token_issued_at",
                refreshTokenIssuedAt,
                OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(5));
        errors.optional("account_id", accountId, 255);
        errors.require(
                accountId == null || !accountId.isBlank(), "account_id", "must not be empty");
        checkPermissions(errors);
        errors.object("metadata", metadata, FieldErrors.MAX_METADATA);
        errors.require(mode == null || shadow(), "mode", "must be shadow, or absent");
        errors.require(!(shadow() && activates()), "activate", "must not be true for mode shadow");
        errors.end();
    }

    private void checkEndUser(FieldErrors errors) {
        errors.text("end_user.id", endUser == null ? null : endUser.id(), 255);
        if (endUser != null) {
            errors.optional("end_user.name", endUser.name(), 255);
            errors.optional("end_user.email", endUser.email(), 320);
        }
    }

    private static void checkTime(
            FieldErrors errors,
            String field,
            @Nullable OffsetDateTime time,
            OffsetDateTime latest) {
        errors.require(
                time == null || (time.isAfter(EARLIEST) && time.isBefore(latest)),
                field,
                "must be a time after 1970-01-01T00:00:00Z and before " + latest.withNano(0));
    }

    private void checkPermissions(FieldErrors errors) {
        for (String scope :
                errors.list("permissions", permissions, MOST_PERMISSIONS, "permissions")) {
            errors.text("permissions", scope, 255);
        }
    }

    @Override
    public String toString() {
        return "ImportLine[" + connectorProfileId + "]";
    }
}
