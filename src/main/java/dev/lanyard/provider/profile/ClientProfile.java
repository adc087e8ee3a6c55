package dev.lanyard.provider.profile;

import io.vertx.mutiny.sqlclient.Row;
import java.util.List;

/**
 * A connector profile as far as one needs it to speak to its provider. It can be read with other
 * rows, by {@link #COLUMNS}.
 *
 * @param provider a provider's name; it may have left the catalogue
 * @param clientSecret sealed; tells {@link CredentialsRecords} which secret was presented
 * @param hasFormerSecret one is kept while it is not known whether the other works
 * @param permissions required scopes, closed under the provider's implications
 * @param sendRedirectUri whether {@code redirect_uri} is sent, on authorize and exchange alike
 * @param active not disabled by its tenant
 */
public record ClientProfile(
        String tenantId,
        String id,
        String provider,
        String clientId,
        byte[] clientSecret,
        boolean hasFormerSecret,
        List<String> permissions,
        boolean sendRedirectUri,
        boolean active,
        CredentialsStatus credentialsStatus) {

    /** SQL: of the profile that the statement calls {@code f}. */
    public static final String COLUMNS =
            """
            f.tenant_id AS profile_tenant_id, f.id AS profile_id, f.provider AS profile_provider,
            f.client_id AS profile_client_id, f.client_secret AS profile_client_secret,
            f.former_client_secret IS NOT NULL AS profile_has_former_secret,
            f.permissions AS profile_permissions, f.send_redirect_uri AS profile_send_redirect_uri,
            f.status = 'active' AS profile_active,
            f.credentials_status AS profile_credentials_status\
            """;

    /** The profile of a row with these columns. */
    public static ClientProfile of(Row row) {
        return new ClientProfile(
                row.getString("profile_tenant_id"),
                row.getString("profile_id"),
                row.getString("profile_provider"),
                row.getString("profile_client_id"),
                row.getBuffer("profile_client_secret").getBytes(),
                row.getBoolean("profile_has_former_secret"),
                List.of(row.getArrayOfStrings("profile_permissions")),
                row.getBoolean("profile_send_redirect_uri"),
                row.getBoolean("profile_active"),
                CredentialsStatus.of(row.getString("profile_credentials_status")));
    }

    @Override
    public String toString() {
        return "ClientProfile[" + id + ", " + provider + ", " + clientId + "]";
    }
}
