package dev.lanyard.authorize.session;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.TenantKey;
import dev.lanyard.id.TenantToken;
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
import org.jspecify.annotations.Nullable;

/**
 * A connect session as it is created. What becomes of it afterwards is written by SQL under its
 * row's lock, and those columns are not mapped.
 */
@Entity
@Immutable
@Table(name = "connect_session")
@IdClass(TenantKey.class)
class StoredInvitation implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    @Column(name = "token_hash")
    private byte[] tokenHash;

    @Column(name = "connector_profile_id")
    private String profileId;

    @Column(name = "end_user_id")
    private String endUserId;

    @Column(name = "end_user_name")
    private @Nullable String endUserName;

    @Column(name = "end_user_email")
    private @Nullable String endUserEmail;

    @Column(name = "return_url")
    private @Nullable String returnUrl;

    private @Nullable String origin;

    private @Nullable String reconnects;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> metadata;

    @Column(name = "require_confirmation")
    private boolean requireConfirmation;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @Column(name = "expires_at")
    private OffsetDateTime expiresAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected StoredInvitation() {}

    StoredInvitation(String id, TenantToken token, Invitation invitation, SessionClock clock) {
        this.tenantId = token.tenantId();
        this.id = id;
        this.tokenHash = token.hash();
        this.profileId = invitation.profileId();
        this.endUserId = invitation.endUser().id();
        this.endUserName = invitation.endUser().name();
        this.endUserEmail = invitation.endUser().email();
        this.returnUrl = invitation.returnUrl().orElse(null);
        this.origin = invitation.origin().orElse(null);
        this.reconnects = invitation.reconnects().orElse(null);
        this.metadata = invitation.metadata().getMap();
        this.requireConfirmation = invitation.requireConfirmation();
        this.createdAt = clock.createdAt();
        this.expiresAt = clock.expiresAt();
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
