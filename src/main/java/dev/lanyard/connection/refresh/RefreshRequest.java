package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.vault.DataKey;

/**
 * One presentation under way: everything it began with, so that a change of the profile meanwhile
 * does not touch it (rule 7).
 *
 * @param refreshToken opened
 * @param asked somebody waits for it
 */
public record RefreshRequest(
        RefreshState snapshot,
        ProfileClient client,
        DataKey key,
        String refreshToken,
        boolean asked) {

    ConnectionRef connection() {
        return snapshot.connection();
    }

    Provider provider() {
        return client.provider();
    }

    @Override
    public String toString() {
        return "Presentation[" + snapshot + "]";
    }
}
