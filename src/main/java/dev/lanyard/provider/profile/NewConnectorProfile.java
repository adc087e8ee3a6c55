package dev.lanyard.provider.profile;

import dev.lanyard.provider.branding.Branding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/connector-profiles}.
 *
 * @param provider a provider's name
 * @param name the tenant's name for the profile
 * @param clientId client identifier (Bitbucket: Key)
 * @param clientSecret client password (Bitbucket: Secret)
 * @param permissions scopes that a connection needs
 * @param returnUrls prefixes of addresses that a browser may be sent back to; none: closing page
 * @param frameAncestors https origins whose pages may frame the connect pages; none by default
 * @param sendRedirectUri whether {@code redirect_uri} is sent; {@code true} by default
 * @param branding how the connect pages look; what it lacks is the operator's
 */
public record NewConnectorProfile(
        @Nullable String provider,
        @Nullable String name,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable List<@Nullable String> permissions,
        @Nullable List<@Nullable String> returnUrls,
        @Nullable Boolean sendRedirectUri,
        @Nullable List<@Nullable String> frameAncestors,
        @Nullable Branding branding) {

    @Override
    public String toString() {
        return "NewConnectorProfile[" + provider + ", " + name + "]";
    }
}
