package dev.lanyard.connection;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it stands: attributes of {@link ConnectionShown}, by name.
 *
 * @param required permissions that its profile asks for
 * @param granted null: the provider did not say
 * @param mode {@code shadow}: presented by nobody until it is activated; else null
 * @param reasonCode why it is not simply active; null: it is
 */
@RegisterForReflection // Hibernate finds it by name
record ShownConnection(
        String id,
        String connectorProfileId,
        String provider,
        @Nullable String endUserId,
        @Nullable String endUserName,
        @Nullable String endUserEmail,
        @Nullable String accountId,
        @Nullable String accountName,
        @Nullable String accountUsername,
        @Nullable String accountEmail,
        @Nullable String accountAvatarUrl,
        @Nullable String accountProfileUrl,
        String[] required,
        String @Nullable [] granted,
        String status,
        @Nullable String reasonCode,
        @Nullable String reasonDetail,
        @Nullable OffsetDateTime reasonSince,
        OffsetDateTime accessTokenExpiresAt,
        @Nullable OffsetDateTime grantExpiresAt,
        @Nullable String mode,
        @Nullable OffsetDateTime lastRefreshedAt,
        @Nullable OffsetDateTime lastUsedAt,
        Map<String, Object> metadata,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt)
        implements Listed {

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
