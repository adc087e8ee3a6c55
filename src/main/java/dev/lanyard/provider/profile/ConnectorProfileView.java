package dev.lanyard.provider.profile;

import dev.lanyard.provider.Providers;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A profile as the API shows it. No secret. */
public record ConnectorProfileView(
        String id,
        String provider,
        String name,
        String clientId,
        URI callbackUrl,
        List<String> permissions,
        String status,
        CredentialsView credentials,
        List<String> returnUrls,
        boolean sendRedirectUri,
        List<String> frameAncestors,
        OffsetDateTime createdAt) {

    /**
     * The state of a client id and secret.
     *
     * @param checkedAt when the provider was last asked, or last said something new by itself
     * @param detail what happened and what to do next; null if they were accepted
     */
    public record CredentialsView(
            String status, OffsetDateTime checkedAt, @Nullable String detail) {}

    static ConnectorProfileView of(ConnectorProfile profile, Providers providers) {
        return new ConnectorProfileView(
                profile.id(),
                profile.provider(),
                profile.name(),
                profile.clientId(),
                providers.callbackUrl(profile.provider()),
                profile.permissions(),
                profile.status(),
                new CredentialsView(
                        profile.credentialsStatus().text(),
                        profile.credentialsCheckedAt(),
                        profile.credentialsDetail().orElse(null)),
                profile.returnUrls(),
                profile.sendRedirectUri(),
                profile.frameAncestors(),
                profile.createdAt());
    }
}
