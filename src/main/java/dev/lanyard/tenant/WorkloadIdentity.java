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
 * A workload that calls in a tenant's name by an OIDC token of its platform's. Nothing about it is
 * secret; when it was last used is written by those who authenticate it.
 */
@Entity
@DynamicUpdate
@Table(name = "workload_identity")
@IdClass(TenantKey.class)
class WorkloadIdentity implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    private String issuer;

    private String audience;

    private String subject;

    private String[] scopes;

    @Generated
    @Column(name = "created_at", updatable = false)
    private OffsetDateTime createdAt;

    @Column(name = "last_used_at", insertable = false, updatable = false)
    private @Nullable OffsetDateTime lastUsedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected WorkloadIdentity() {}

    @SuppressWarnings("NullAway.Init") // createdAt is the database's
    WorkloadIdentity(TenantKey key, Workload workload, List<String> scopes) {
        this.tenantId = key.tenantId();
        this.id = key.id();
        this.issuer = workload.issuer();
        this.audience = workload.audience();
        this.subject = workload.subject();
        this.scopes = scopes.toArray(String[]::new);
    }

    /**
     * What a token says of the workload that presents it (RFC 7519 §4.1).
     *
     * @param issuer its {@code iss}
     * @param audience one of its {@code aud}
     * @param subject its {@code sub}
     */
    record Workload(String issuer, String audience, String subject) {}

    String id() {
        return id;
    }

    Workload workload() {
        return new Workload(issuer, audience, subject);
    }

    List<String> scopes() {
        return List.of(scopes);
    }

    OffsetDateTime createdAt() {
        return createdAt;
    }

    @Nullable OffsetDateTime lastUsedAt() {
        return lastUsedAt;
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
