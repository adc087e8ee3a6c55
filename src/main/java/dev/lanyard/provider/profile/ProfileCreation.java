package dev.lanyard.provider.profile;

import dev.lanyard.id.Ids;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
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
class ProfileCreation {
    private final Providers providers;
    private final CredentialsCheck credentials;
    private final Vault vault;
    private final ProfileRows rows;

    ProfileCreation(
            Providers providers, CredentialsCheck credentials, Vault vault, ProfileRows rows) {
        this.providers = providers;
        this.credentials = credentials;
        this.vault = vault;
        this.rows = rows;
    }

    private record ProfileDraft(ConnectorProfile profile, Provider provider, String secret) {
        ClientCredentials credentials() {
            return ProfileClients.credentials(provider, profile.clientId(), secret);
        }

        ConnectorProfile sealed(DataKey key) {
            profile.clientSecret = key.seal(ProfileClients.SECRET, profile.id(), secret);
            return profile;
        }

        void record(CredentialsCheck.CheckResult result) {
            profile.credentialsStatus = result.status().text();
            profile.credentialsDetail = result.detail();
        }
    }

    /**
     * Makes a profile, whatever the provider says about its credentials.
     *
     * @return fails with {@code validation_failed} naming every wrong field
     */
    Uni<ConnectorProfile> register(Actor actor, String tenantId, NewConnectorProfile body) {
        ProfileDraft draft = read(tenantId, body);
        return credentials
                .check(draft.provider(), draft.credentials())
                .invoke(draft::record)
                .chain(() -> vault.dataKey(tenantId))
                .map(draft::sealed)
                .chain(profile -> rows.add(actor, profile));
    }

    private ProfileDraft read(String tenantId, NewConnectorProfile body) {
        ProfileInput input = new ProfileInput();
        Optional<Provider> provider = input.provider(providers, body.provider());
        ConnectorProfile profile = new ConnectorProfile();
        profile.tenantId = tenantId;
        profile.id = Ids.next("prof_");
        profile.provider = provider.map(Provider::name).orElse("");
        profile.name = input.name(body.name());
        profile.clientId = input.credential("client_id", body.clientId());
        String secret = input.credential("client_secret", body.clientSecret());
        profile.permissions =
                provider.map(known -> input.permissions(known, body.permissions()))
                        .orElse(List.of())
                        .toArray(String[]::new);
        profile.returnUrls = input.returnUrls(body.returnUrls()).toArray(String[]::new);
        profile.sendRedirectUri = !Boolean.FALSE.equals(body.sendRedirectUri());
        profile.frameAncestors = input.frameAncestors(body.frameAncestors()).toArray(String[]::new);
        input.end();
        return new ProfileDraft(profile, provider.orElseThrow(), secret);
    }
}
