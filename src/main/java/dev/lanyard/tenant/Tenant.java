package dev.lanyard.tenant;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;

/** A customer of the operator. */
@Entity
@DynamicUpdate
@Table(name = "tenant")
class Tenant implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String id;

    private String name;

    @Generated
    @Column(name = "created_at", updatable = false)
    private OffsetDateTime createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Tenant() {}

    @SuppressWarnings("NullAway.Init") // createdAt is the database's
    Tenant(String id, String name) {
        this.id = id;
        this.name = name;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    OffsetDateTime createdAt() {
        return createdAt;
    }

    void rename(String newName) {
        name = newName;
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
