package dev.lanyard.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A tenant's credential; of the key itself there is only the hash. */
@Entity
@IdClass(ApiKey.Key.class)
@Table(name = "api_key")
class ApiKey {
    @Id String tenantId;
    @Id String id;
    String name;
    String[] scopes;
    byte[] hash;

    @Column(insertable = false, updatable = false)
    Instant createdAt;

    Instant expiresAt;

    /** The primary key. */
    record Key(String tenantId, String id) implements Serializable {}
}
