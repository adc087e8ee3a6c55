package dev.lanyard.connection;

import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its tenant sees it (docs/api.md#statuses).
 *
 * @param mode {@code shadow}: imported, and presented by nobody until it is activated; else null
 */
record ConnectionView(
        String id,
        String provider,
        String connectorProfileId,
        @Nullable EndUser endUser,
        AccountView account,
        PermissionsView permissions,
        String status,
        @Nullable StatusReason statusReason,
        @Nullable String mode,
        @Nullable OffsetDateTime accessTokenExpiresAt,
        @Nullable OffsetDateTime grantExpiresAt,
        @Nullable OffsetDateTime lastRefreshedAt,
        @Nullable OffsetDateTime lastUsedAt,
        Map<String, Object> metadata,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /** The connected account; all null while it is not known. */
    record AccountView(
            @Nullable String id,
            @Nullable String name,
            @Nullable String username,
            @Nullable String email,
            @Nullable String avatarUrl,
            @Nullable String profileUrl) {}

    /**
     * Permissions asked for and given.
     *
     * @param granted null: the provider did not say
     */
    record PermissionsView(
            List<String> required, @Nullable List<String> granted, List<String> missing) {}

    /** The reason why a connection is not simply active. */
    record StatusReason(String code, @Nullable String detail, @Nullable OffsetDateTime since) {

        /** Null when there is no code: it is simply active. */
        static @Nullable StatusReason of(
                @Nullable String code, @Nullable String detail, @Nullable OffsetDateTime since) {
            return code == null ? null : new StatusReason(code, detail, since);
        }
    }

    static ConnectionView of(ShownConnection shown, Providers providers) {
        return new ConnectionView(
                shown.id(),
                shown.provider(),
                shown.connectorProfileId(),
                endUser(shown),
                account(shown),
                permissions(shown, providers),
                shown.status(),
                StatusReason.of(shown.reasonCode(), shown.reasonDetail(), shown.reasonSince()),
                shown.mode(),
                SealedTokens.shown(shown.accessTokenExpiresAt()),
                shown.grantExpiresAt(),
                shown.lastRefreshedAt(),
                shown.lastUsedAt(),
                shown.metadata(),
                shown.createdAt(),
                shown.updatedAt());
    }

    /** Null for one that is kept for nobody. */
    private static @Nullable EndUser endUser(ShownConnection shown) {
        String id = shown.endUserId();
        return id == null ? null : new EndUser(id, shown.endUserName(), shown.endUserEmail());
    }

    private static AccountView account(ShownConnection shown) {
        return new AccountView(
                shown.accountId(),
                shown.accountName(),
                shown.accountUsername(),
                shown.accountEmail(),
                shown.accountAvatarUrl(),
                shown.accountProfileUrl());
    }

    private static PermissionsView permissions(ShownConnection shown, Providers providers) {
        List<String> required = List.of(shown.required());
        String[] granted = shown.granted();
        if (granted == null) {
            return new PermissionsView(required, null, List.of());
        }
        List<String> all =
                providers
                        .find(shown.provider())
                        .map((Provider provider) -> provider.granted(List.of(granted)))
                        .orElse(List.of(granted));
        return new PermissionsView(
                required,
                List.of(granted),
                required.stream().filter(scope -> !all.contains(scope)).toList());
    }
}
