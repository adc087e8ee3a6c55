package dev.lanyard.authorize.session;

import dev.lanyard.database.TenantKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A connector profile as far as a new session needs it, with what its tenant has pending then. */
@Entity
@Immutable
@Table(name = "connector_profile")
@IdClass(TenantKey.class)
public class InvitingProfile {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    private String provider;

    @Column(name = "return_urls")
    private String[] returnUrls;

    private String status;

    @Formula(
            "(SELECT count(*) FROM connect_session s WHERE s.tenant_id = tenant_id"
                    + " AND s.status = 'pending' AND s.expires_at > now())")
    private long pending;

    @Formula("now()")
    private OffsetDateTime readAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected InvitingProfile() {}

    /** {@code prof_…}. */
    public String id() {
        return id;
    }

    /** A provider's name. */
    public String provider() {
        return provider;
    }

    /** Prefixes of addresses that a browser may be sent back to. */
    public List<String> returnUrls() {
        return List.of(returnUrls);
    }

    /** Not disabled by its tenant. */
    public boolean active() {
        return status.equals("active");
    }

    /** How many sessions of the tenant nobody has opened yet. */
    long pending() {
        return pending;
    }

    /** The times of a session that begins now, by the database's clock. */
    SessionClock clock(Duration lifetime) {
        return new SessionClock(readAt, readAt.plus(lifetime), false, false, false);
    }
}
