package dev.lanyard.connection;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.TenantKey;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant may change of a connection, and what its end tells. How it stands is in {@link
 * ConnectionShown}; grants and health are written by SQL alone.
 */
@Entity
@DynamicUpdate
@Table(name = "connection")
@IdClass(TenantKey.class)
class Connection implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    @Column(name = "connector_profile_id", updatable = false)
    private String connectorProfileId;

    @Column(updatable = false)
    private String provider;

    @Column(name = "end_user_id", updatable = false)
    private String endUserId;

    @Column(name = "account_id", updatable = false)
    private @Nullable String accountId;

    @Column(name = "awaiting_confirmation", updatable = false)
    private boolean awaitingConfirmation;

    /** Named by the HQL of {@link Connections}. */
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> metadata;

    /** The switch beside the health. Named by the HQL of {@link Connections}. */
    boolean disabled;

    /** Named by the HQL of {@link Connections}. */
    @Column(name = "updated_at")
    OffsetDateTime updatedAt;

    @Column(name = "created_at", updatable = false)
    private OffsetDateTime createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Connection() {}

    String tenantId() {
        return tenantId;
    }

    String id() {
        return id;
    }

    /** Its tenant has heard of it. */
    boolean isTold() {
        return !awaitingConfirmation;
    }

    /**
     * The data of the event that tells of its end.
     *
     * @param revocation whether its tokens will be revoked
     */
    JsonObject ended(String revocation) {
        return new JsonObject()
                .put("connection_id", id)
                .put("connector_profile_id", connectorProfileId)
                .put("provider", provider)
                .put("end_user_id", endUserId)
                .put("account_id", accountId)
                .put("revocation", revocation);
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
