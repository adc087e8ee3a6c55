package dev.lanyard.provider.profile;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.TenantKey;
import dev.lanyard.provider.ReturnUrls;
import dev.lanyard.provider.branding.BrandSettings;
import dev.lanyard.provider.branding.PageBrand;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;
import org.hibernate.generator.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's OAuth client at a provider. Its secrets are sealed here. Once it is stored, what is
 * known of its credentials is changed by {@link CredentialsRecords} alone.
 */
@Entity
@DynamicUpdate
@Table(name = "connector_profile")
@IdClass(TenantKey.class)
public class ConnectorProfile implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id private String id;

    @Column(updatable = false)
    private String provider;

    private String name;

    @Column(name = "client_id", updatable = false)
    private String clientId;

    @Column(name = "client_secret", updatable = false)
    private byte[] clientSecret;

    @Column(name = "former_client_secret", insertable = false, updatable = false)
    private byte @Nullable [] formerClientSecret;

    private String[] permissions;

    @Column(name = "return_urls")
    private String[] returnUrls;

    @Column(name = "send_redirect_uri")
    private boolean sendRedirectUri;

    @Column(name = "frame_ancestors")
    private String[] frameAncestors;

    @Column(name = "brand_logo")
    private @Nullable String brandLogo;

    @Column(name = "brand_color")
    private @Nullable String brandColor;

    @Column(name = "brand_intro")
    private @Nullable String brandIntro;

    @Column(name = "brand_support_url")
    private @Nullable String brandSupportUrl;

    private String status = "active";

    @Column(name = "credentials_status", updatable = false)
    private String credentialsStatus;

    @Column(name = "credentials_detail", updatable = false)
    private @Nullable String credentialsDetail;

    @Generated
    @Column(name = "credentials_checked_at", updatable = false)
    private OffsetDateTime credentialsCheckedAt;

    @Generated
    @Column(name = "created_at", updatable = false)
    private OffsetDateTime createdAt;

    @Generated(
            event = {EventType.INSERT, EventType.UPDATE},
            sql = "now()")
    @Column(name = "updated_at")
    private OffsetDateTime updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ConnectorProfile() {}

    /** A new one; {@link #change} and {@link #credentials} complete it. */
    @SuppressWarnings("NullAway.Init") // by those, and the times are the database's
    ConnectorProfile(TenantKey key, String provider, String clientId) {
        this.tenantId = key.tenantId();
        this.id = key.id();
        this.provider = provider;
        this.clientId = clientId;
    }

    /** Takes over what is given. */
    void change(ProfileUpdate.Change change) {
        name = Objects.requireNonNullElse(change.name(), name);
        permissions = Objects.requireNonNullElse(change.permissions(), permissions);
        returnUrls = Objects.requireNonNullElse(change.returnUrls(), returnUrls);
        status = Objects.requireNonNullElse(change.status(), status);
        sendRedirectUri = Objects.requireNonNullElse(change.sendRedirectUri(), sendRedirectUri);
        frameAncestors = Objects.requireNonNullElse(change.frameAncestors(), frameAncestors);
        BrandSettings branding = change.branding();
        if (branding != null) {
            brand(branding);
        }
    }

    private void brand(BrandSettings settings) {
        brandLogo = settings.logo();
        brandColor = settings.color();
        brandIntro = settings.intro();
        brandSupportUrl = settings.supportUrl();
    }

    /** The secret of one that is not stored yet, and what the provider said about it. */
    void credentials(ProfileUpdate.Secret secret) {
        clientSecret = secret.sealed();
        credentialsStatus = secret.verdict().status().text();
        credentialsDetail = secret.verdict().detail();
    }

    TenantKey key() {
        return new TenantKey(tenantId, id);
    }

    /** The owner. */
    public String tenantId() {
        return tenantId;
    }

    /** {@code prof_…}. */
    public String id() {
        return id;
    }

    /** A provider's name; it may have left the catalogue. */
    public String provider() {
        return provider;
    }

    /** The tenant's name for it. */
    public String name() {
        return name;
    }

    /** Client identifier at the provider. */
    public String clientId() {
        return clientId;
    }

    /** As far as one needs it to speak to its provider. */
    ClientProfile asClient() {
        return new ClientProfile(
                tenantId,
                id,
                provider,
                clientId,
                clientSecret,
                formerClientSecret != null,
                permissions(),
                sendRedirectUri,
                active(),
                credentialsStatus());
    }

    /** Required scopes, closed under the provider's implications. */
    public List<String> permissions() {
        return List.of(permissions);
    }

    /** Prefixes of addresses that a browser may be sent back to; see {@link ReturnUrls}. */
    public List<String> returnUrls() {
        return List.of(returnUrls);
    }

    /** Whether {@code redirect_uri} is sent, on authorize and exchange alike. */
    public boolean sendRedirectUri() {
        return sendRedirectUri;
    }

    /** Origins whose pages may frame the connect pages. */
    public List<String> frameAncestors() {
        return List.of(frameAncestors);
    }

    /** The id of its logo; null: it has none. */
    @Nullable String logo() {
        return brandLogo;
    }

    /** How its pages look, as far as it says. */
    PageBrand brand() {
        return PageBrand.of(brandLogo, brandColor, brandIntro, brandSupportUrl);
    }

    /** {@code active} or {@code disabled}. */
    String status() {
        return status;
    }

    /** Not disabled by its tenant. */
    public boolean active() {
        return status.equals("active");
    }

    /** What is known of client id and secret. */
    public CredentialsStatus credentialsStatus() {
        return CredentialsStatus.of(credentialsStatus);
    }

    /** What came of the last check, and what to do next; empty if they were accepted. */
    public Optional<String> credentialsDetail() {
        return Optional.ofNullable(credentialsDetail);
    }

    OffsetDateTime credentialsCheckedAt() {
        return credentialsCheckedAt;
    }

    OffsetDateTime createdAt() {
        return createdAt;
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }

    @Override
    public String toString() {
        return "ConnectorProfile[" + id + ", " + provider + ", " + clientId + "]";
    }
}
