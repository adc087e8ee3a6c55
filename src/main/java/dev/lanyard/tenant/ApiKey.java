package dev.lanyard.tenant;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's credential; of the key itself the database has only the hash. When it was last used is
 * written by those who authenticate it.
 */
@Entity
@DynamicUpdate
@Table(name = "api_key")
@IdClass(TenantKey.class)
class ApiKey implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    private String name;

    private String[] scopes;

    private byte[] hash;

    @Generated
    @Column(name = "created_at", updatable = false)
    private OffsetDateTime createdAt;

    @Column(name = "expires_at")
    private @Nullable OffsetDateTime expiresAt;

    @Column(name = "last_used_at", insertable = false, updatable = false)
    private @Nullable OffsetDateTime lastUsedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ApiKey() {}

    @SuppressWarnings("NullAway.Init") // createdAt is the database's
    ApiKey(
            TenantKey key,
            String name,
            List<String> scopes,
            byte[] hash,
            @Nullable OffsetDateTime expiresAt) {
        this.tenantId = key.tenantId();
        this.id = key.id();
        this.name = name;
        this.scopes = scopes.toArray(String[]::new);
        this.hash = hash;
        this.expiresAt = expiresAt;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    List<String> scopes() {
        return List.of(scopes);
    }

    OffsetDateTime createdAt() {
        return createdAt;
    }

    @Nullable OffsetDateTime expiresAt() {
        return expiresAt;
    }

    @Nullable OffsetDateTime lastUsedAt() {
        return lastUsedAt;
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
