package dev.lanyard.tenant.audit;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.OwnedKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log as it is stored, but for its place in the chain. Its columns stand
 * beside {@link AuditEntry}, which it was.
 */
@Entity
@Immutable
@Table(name = "audit_log")
@IdClass(LoggedEntry.EntryKey.class)
class LoggedEntry implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id
    @Column(name = "at")
    private OffsetDateTime createdAt;

    @Id private String id;

    @Column(name = "actor_type")
    private String actorType;

    @Column(name = "actor_id")
    private @Nullable String actorId;

    @Column(name = "actor_token")
    private @Nullable String actorToken;

    private String action;

    @Column(name = "object_type")
    private String objectType;

    @Column(name = "object_id")
    private @Nullable String objectId;

    private String outcome;
    private @Nullable String address;
    private @Nullable String detail;
    private int count;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected LoggedEntry() {}

    /** The primary key. */
    record EntryKey(String tenantId, OffsetDateTime createdAt, String id) implements OwnedKey {}

    String id() {
        return id;
    }

    OffsetDateTime at() {
        return createdAt;
    }

    String actorType() {
        return actorType;
    }

    @Nullable String actorId() {
        return actorId;
    }

    @Nullable String actorToken() {
        return actorToken;
    }

    String action() {
        return action;
    }

    String objectType() {
        return objectType;
    }

    @Nullable String objectId() {
        return objectId;
    }

    String outcome() {
        return outcome;
    }

    @Nullable String address() {
        return address;
    }

    @Nullable String detail() {
        return detail;
    }

    int count() {
        return count;
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
