package dev.lanyard.provider.profile;

import dev.lanyard.provider.Providers;
import dev.lanyard.provider.branding.Branding;
import dev.lanyard.provider.branding.PageBrand;
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
        Branding branding,
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
                branding(profile.brand(), providers.callbackUrl(profile.provider())),
                profile.createdAt());
    }

    /**
     * The logo is shown by its address, which a change may give back.
     *
     * @param here any address of this host
     */
    private static Branding branding(PageBrand brand, URI here) {
        return new Branding(
                brand.logo() == null ? null : here.resolve(brand.logo()).toString(),
                brand.color(),
                brand.intro(),
                brand.supportUrl());
    }
}
