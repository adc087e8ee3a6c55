package dev.lanyard.provider.profile;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.branding.BrandSettings;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes profiles and checks them again, with nothing open while the provider is asked. */
@ApplicationScoped
class ProfileUpdate {
    private final ProfileClients clients;
    private final CredentialsCheck credentials;
    private final Vault vault;
    private final ConnectorProfiles profiles;

    ProfileUpdate(
            ProfileClients clients,
            CredentialsCheck credentials,
            Vault vault,
            ConnectorProfiles profiles) {
        this.clients = clients;
        this.credentials = credentials;
        this.vault = vault;
        this.profiles = profiles;
    }

    /** The values to be written; null stays as it is. */
    record Change(
            @Nullable String name,
            String @Nullable [] permissions,
            String @Nullable [] returnUrls,
            @Nullable String status,
            @Nullable Boolean sendRedirectUri,
            String @Nullable [] frameAncestors,
            @Nullable BrandSettings branding) {}

    /** A secret, sealed, and what the provider said about it. */
    record Secret(byte[] sealed, CredentialsCheck.CheckResult verdict) {}

    /**
     * Changes a profile. A changed secret that the provider rejects changes nothing; one that could
     * not be checked is stored, and the former kept beside it.
     *
     * @return fails with {@code not_found}, or {@code validation_failed} naming every wrong field
     */
    Uni<ConnectorProfile> change(
            Actor actor, String tenantId, String id, ConnectorProfileChange body) {
        return profiles.get(tenantId, id).chain(profile -> change(actor, profile, body));
    }

    private Uni<ConnectorProfile> change(
            Actor actor, ConnectorProfile profile, ConnectorProfileChange body) {
        ProfileInput input = new ProfileInput();
        Change change = read(profile, body, input);
        String secret = body.clientSecret;
        if (secret == null) {
            input.end();
            return profiles.change(actor, profile.key(), change, Optional.empty());
        }
        input.credential("client_secret", secret);
        input.end();
        return check(profile, secret)
                .chain(verdict -> seal(profile, secret, verdict))
                .chain(
                        changed ->
                                profiles.change(
                                        actor, profile.key(), change, Optional.of(changed)));
    }

    private Change read(ConnectorProfile profile, ConnectorProfileChange body, ProfileInput input) {
        return new Change(
                given(body.name, input::name),
                given(
                        body.permissions,
                        scopes -> array(input.permissions(clients.provider(profile), scopes))),
                given(body.returnUrls, prefixes -> array(input.returnUrls(prefixes))),
                given(body.status, input::status),
                body.sendRedirectUri,
                given(body.frameAncestors, origins -> array(input.frameAncestors(origins))),
                given(
                        body.branding,
                        branding -> input.branding(profile.tenantId(), branding, profile.logo())));
    }

    private static <T, R> @Nullable R given(@Nullable T value, Function<T, R> reading) {
        return value == null ? null : reading.apply(value);
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private Uni<CredentialsCheck.CheckResult> check(ConnectorProfile profile, String secret) {
        Provider provider = clients.provider(profile);
        return credentials
                .recheck(
                        profile.asClient(),
                        provider,
                        ProfileClients.credentials(provider, profile.clientId(), secret))
                .invoke(ProfileUpdate::refuseRejected);
    }

    private static void refuseRejected(CredentialsCheck.CheckResult verdict) {
        if (verdict.status() == CredentialsStatus.REJECTED) {
            throw ProblemException.invalid(
                    "client_secret", "is not stored, the old one stays: " + verdict.detail());
        }
    }

    private Uni<Secret> seal(
            ConnectorProfile profile, String secret, CredentialsCheck.CheckResult verdict) {
        return vault.dataKey(profile.tenantId())
                .map(key -> new Secret(seal(key, profile, secret), verdict));
    }

    private static byte[] seal(DataKey key, ConnectorProfile profile, String secret) {
        return key.seal(ProfileClients.SECRET, profile.id(), secret);
    }
}
