package dev.lanyard.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A customer of the operator. */
@Entity
@Table(name = "tenant")
class Tenant {
    @Id
    @Column(name = "tenant_id")
    String id;

    String name;

    @Column(insertable = false, updatable = false)
    Instant createdAt;
}
