package dev.lanyard.provider.profile;

import dev.lanyard.database.TenantKey;
import dev.lanyard.id.Ids;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.provider.branding.BrandSettings;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Makes profiles: reads what the tenant wrote, asks the provider with nothing open, stores. */
@ApplicationScoped
public class ProfileCreation {
    private final Providers providers;
    private final CredentialsCheck credentials;
    private final Vault vault;
    private final ConnectorProfiles profiles;

    ProfileCreation(
            Providers providers,
            CredentialsCheck credentials,
            Vault vault,
            ConnectorProfiles profiles) {
        this.providers = providers;
        this.credentials = credentials;
        this.vault = vault;
        this.profiles = profiles;
    }

    private record ProfileDraft(
            ConnectorProfile profile, Provider provider, String secret, BrandSettings branding) {
        ClientCredentials credentials() {
            return ProfileClients.credentials(provider, profile.clientId(), secret);
        }

        ConnectorProfile complete(DataKey key, CredentialsCheck.CheckResult verdict) {
            byte[] sealed = key.seal(ProfileClients.SECRET, profile.id(), secret);
            profile.credentials(new ProfileUpdate.Secret(sealed, verdict));
            return profile;
        }
    }

    /**
     * Makes a profile, whatever the provider says about its credentials.
     *
     * @return fails with {@code validation_failed} naming every wrong field
     */
    public Uni<ConnectorProfile> register(Actor actor, String tenantId, NewConnectorProfile body) {
        ProfileDraft draft = read(tenantId, body);
        return credentials
                .check(draft.provider(), draft.credentials())
                .chain(verdict -> complete(draft, verdict))
                .chain(profile -> profiles.add(actor, profile, draft.branding()));
    }

    private Uni<ConnectorProfile> complete(
            ProfileDraft draft, CredentialsCheck.CheckResult verdict) {
        return vault.dataKey(draft.profile().tenantId()).map(key -> draft.complete(key, verdict));
    }

    private ProfileDraft read(String tenantId, NewConnectorProfile body) {
        ProfileInput input = new ProfileInput();
        Optional<Provider> provider = input.provider(providers, body.provider());
        String name = input.name(body.name());
        String clientId = input.credential("client_id", body.clientId());
        String secret = input.credential("client_secret", body.clientSecret());
        List<String> permissions =
                provider.map(known -> input.permissions(known, body.permissions()))
                        .orElse(List.of());
        BrandSettings branding = input.branding(tenantId, body.branding(), null);
        ProfileUpdate.Change settings =
                new ProfileUpdate.Change(
                        name,
                        permissions.toArray(String[]::new),
                        input.returnUrls(body.returnUrls()).toArray(String[]::new),
                        null,
                        !Boolean.FALSE.equals(body.sendRedirectUri()),
                        input.frameAncestors(body.frameAncestors()).toArray(String[]::new),
                        branding);
        input.end();
        Provider known = provider.orElseThrow();
        TenantKey key = new TenantKey(tenantId, Ids.next("prof_"));
        ConnectorProfile profile = new ConnectorProfile(key, known.name(), clientId);
        profile.change(settings);
        return new ProfileDraft(profile, known, secret, branding);
    }
}
