package dev.lanyard.provider.profile;

import dev.lanyard.provider.ReturnUrls;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant's OAuth client at a provider. Its secrets are sealed here. */
public class ConnectorProfile {
    String tenantId;
    String id;
    String provider;
    String name;
    String clientId;
    byte[] clientSecret;
    byte @Nullable [] formerClientSecret;
    String[] permissions;
    String[] returnUrls;
    boolean sendRedirectUri;
    String[] frameAncestors;
    String status = "active";
    String credentialsStatus;
    @Nullable String credentialsDetail;

    OffsetDateTime credentialsCheckedAt;
    OffsetDateTime createdAt;

    /** For this room; {@link #of} reads one, {@code ProfileCreation} makes one. */
    @SuppressWarnings("NullAway.Init") // by those two
    ConnectorProfile() {}

    static ConnectorProfile of(Row row) {
        ConnectorProfile profile = new ConnectorProfile();
        profile.tenantId = row.getString("tenant_id");
        profile.id = row.getString("id");
        profile.provider = row.getString("provider");
        profile.name = row.getString("name");
        profile.clientId = row.getString("client_id");
        profile.clientSecret = row.getBuffer("client_secret").getBytes();
        profile.formerClientSecret = bytes(row.getBuffer("former_client_secret"));
        profile.permissions = row.getArrayOfStrings("permissions");
        profile.returnUrls = row.getArrayOfStrings("return_urls");
        profile.sendRedirectUri = row.getBoolean("send_redirect_uri");
        profile.frameAncestors = row.getArrayOfStrings("frame_ancestors");
        profile.status = row.getString("status");
        profile.credentialsStatus = row.getString("credentials_status");
        profile.credentialsDetail = row.getString("credentials_detail");
        profile.credentialsCheckedAt = row.getOffsetDateTime("credentials_checked_at");
        profile.createdAt = row.getOffsetDateTime("created_at");
        return profile;
    }

    private static byte @Nullable [] bytes(@Nullable Buffer column) {
        return column == null ? null : column.getBytes();
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

    @Override
    public String toString() {
        return "ConnectorProfile[" + id + ", " + provider + ", " + clientId + "]";
    }
}
