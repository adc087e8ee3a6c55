package dev.lanyard.connection.grant;

import dev.lanyard.database.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.hibernate.annotations.Immutable;

/** A merged connection's id, for the HQL of {@link ConnectionAliases}. */
@Entity
@Immutable
@Table(name = "connection_alias")
@IdClass(TenantKey.class)
class ConnectionAlias {
    @Id
    @Column(name = "tenant_id")
    String tenantId;

    @Id String id;

    @Column(name = "connection_id")
    String connectionId;

    @Column(name = "until")
    OffsetDateTime endsAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ConnectionAlias() {}
}
