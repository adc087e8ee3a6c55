package dev.lanyard.connection;

import dev.lanyard.api.PageRequest;
import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection as its tenant sees it (docs/api.md#statuses). */
record ConnectionView(
        String id,
        String provider,
        String connectorProfileId,
        @Nullable EndUser endUser,
        AccountView account,
        PermissionsView permissions,
        String status,
        @Nullable StatusReason statusReason,
        OffsetDateTime accessTokenExpiresAt,
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
    record StatusReason(String code, @Nullable String detail, OffsetDateTime since) {}

    static ConnectionView of(Row row, Providers providers) {
        return new ConnectionView(
                row.getString("id"),
                row.getString("provider"),
                row.getString("connector_profile_id"),
                endUser(row),
                account(row),
                permissions(row, providers),
                row.getString("status"),
                reason(row),
                row.getOffsetDateTime("access_token_expires_at"),
                row.getOffsetDateTime("last_refreshed_at"),
                row.getOffsetDateTime("last_used_at"),
                row.getJsonObject("metadata").getMap(),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }

    /** Null for one that is kept for nobody. */
    private static @Nullable EndUser endUser(Row row) {
        String id = row.getString("end_user_id");
        return id == null
                ? null
                : new EndUser(id, row.getString("end_user_name"), row.getString("end_user_email"));
    }

    private static AccountView account(Row row) {
        return new AccountView(
                row.getString("account_id"),
                row.getString("account_name"),
                row.getString("account_username"),
                row.getString("account_email"),
                row.getString("account_avatar_url"),
                row.getString("account_profile_url"));
    }

    private static PermissionsView permissions(Row row, Providers providers) {
        List<String> required = List.of(row.getArrayOfStrings("required"));
        String[] granted = row.getArrayOfStrings("granted");
        if (granted == null) {
            return new PermissionsView(required, null, List.of());
        }
        List<String> all =
                providers
                        .find(row.getString("provider"))
                        .map((Provider provider) -> provider.closed(List.of(granted)))
                        .orElse(List.of(granted));
        return new PermissionsView(
                required,
                List.of(granted),
                required.stream().filter(scope -> !all.contains(scope)).toList());
    }

    static @Nullable StatusReason reason(Row row) {
        String code = row.getString("shown_reason");
        return code == null
                ? null
                : new StatusReason(
                        code, row.getString("shown_detail"), row.getOffsetDateTime("shown_since"));
    }

    PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
