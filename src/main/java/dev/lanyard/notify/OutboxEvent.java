package dev.lanyard.notify;

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
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An event in the outbox: {@link Events} writes it, {@link Event} is what is read of it. */
@Entity
@Immutable
@Table(name = "event")
@IdClass(TenantKey.class)
class OutboxEvent implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    private String type;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> data;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected OutboxEvent() {}

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
