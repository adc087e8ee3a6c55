package dev.lanyard.connection;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Map;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The view {@code connection_shown}, which owns what status a connection has, and why. Its
 * attributes are read by {@link ShownConnection}: a record costs half of an entity.
 */
@Entity
@Immutable
@Table(name = "connection_shown")
@IdClass(TenantKey.class)
class ConnectionShown implements Listed {
    @Id
    @Column(name = "tenant_id")
    String tenantId;

    @Id String id;

    @Column(name = "connector_profile_id")
    String connectorProfileId;

    String provider;

    @Column(name = "end_user_id")
    String endUserId;

    @Column(name = "end_user_name")
    @Nullable String endUserName;

    @Column(name = "end_user_email")
    @Nullable String endUserEmail;

    @Column(name = "account_id")
    @Nullable String accountId;

    @Column(name = "account_name")
    @Nullable String accountName;

    @Column(name = "account_username")
    @Nullable String accountUsername;

    @Column(name = "account_email")
    @Nullable String accountEmail;

    @Column(name = "account_avatar_url")
    @Nullable String accountAvatarUrl;

    @Column(name = "account_profile_url")
    @Nullable String accountProfileUrl;

    String[] required;

    String @Nullable [] granted;

    String status;

    /** Beside the status, as indexes know these and not what the view makes of them. */
    String health;

    boolean disabled;

    @Column(name = "awaiting_confirmation")
    boolean awaitingConfirmation;

    @Column(name = "shown_reason")
    @Nullable String reasonCode;

    @Column(name = "shown_detail")
    @Nullable String reasonDetail;

    @Column(name = "shown_since")
    @Nullable OffsetDateTime reasonSince;

    @Column(name = "access_token_expires_at")
    OffsetDateTime accessTokenExpiresAt;

    @Formula(
            "(SELECT t.grant_expires_at FROM token_set t"
                    + " WHERE t.tenant_id = tenant_id AND t.connection_id = id)")
    @Nullable OffsetDateTime grantExpiresAt;

    /** Imported, and presented by nobody until it is activated. */
    @Formula(
            "(SELECT CASE WHEN t.shadow_refresh_token IS NOT NULL THEN 'shadow' END FROM token_set t"
                    + " WHERE t.tenant_id = tenant_id AND t.connection_id = id)")
    @Nullable String mode;

    @Column(name = "last_refreshed_at")
    @Nullable OffsetDateTime lastRefreshedAt;

    @Column(name = "last_used_at")
    @Nullable OffsetDateTime lastUsedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> metadata;

    @Column(name = "created_at")
    OffsetDateTime createdAt;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ConnectionShown() {}

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
