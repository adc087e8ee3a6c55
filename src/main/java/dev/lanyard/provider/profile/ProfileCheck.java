package dev.lanyard.provider.profile;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks the credentials of a profile that is there. */
@ApplicationScoped
class ProfileCheck {
    private final ProfileClients clients;
    private final CredentialsCheck credentials;
    private final CredentialsRecords records;
    private final ConnectorProfiles profiles;

    ProfileCheck(
            ProfileClients clients,
            CredentialsCheck credentials,
            CredentialsRecords records,
            ConnectorProfiles profiles) {
        this.clients = clients;
        this.credentials = credentials;
        this.records = records;
        this.profiles = profiles;
    }

    /** The result of one check of one secret. */
    private record Checked(ProfileClient client, CredentialsCheck.CheckResult verdict) {
        /** Its former secret is in use now, and no other is left behind it. */
        boolean fellBack() {
            return verdict.status() == CredentialsStatus.REJECTED
                    && client.profile().hasFormerSecret();
        }
    }

    /**
     * Asks the provider about the secret in use, and once more about the former one if that took
     * its place.
     *
     * @return the profile afterwards; fails as {@link ProfileClients#of} does
     */
    Uni<ConnectorProfile> check(String tenantId, String id) {
        return once(tenantId, id)
                .chain(
                        checked ->
                                checked.fellBack()
                                        ? once(tenantId, id)
                                        : Uni.createFrom().item(checked))
                .chain(checked -> profiles.get(tenantId, id));
    }

    private Uni<Checked> once(String tenantId, String id) {
        return clients.of(tenantId, id).chain(this::ask).call(this::record);
    }

    private Uni<Checked> ask(ProfileClient client) {
        return credentials
                .recheck(client.profile(), client.provider(), client.credentials())
                .map(verdict -> new Checked(client, verdict));
    }

    private Uni<Void> record(Checked checked) {
        return records.checked(checked.client().profile(), checked.verdict());
    }
}
