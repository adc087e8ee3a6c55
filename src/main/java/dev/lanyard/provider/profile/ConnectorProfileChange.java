package dev.lanyard.provider.profile;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.lanyard.provider.branding.Branding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /v1/connector-profiles/{id}}: what is left out stays, null is refused.
 * No record, since Jackson makes no difference between the two in a record's fields.
 */
public final class ConnectorProfileChange {
    /** The tenant's name for the profile. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable String name;

    /** Scopes that a connection needs. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable List<@Nullable String> permissions;

    /** Prefixes of addresses that a browser may be sent back to. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable List<@Nullable String> returnUrls;

    /** Origins whose pages may frame the connect pages. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable List<@Nullable String> frameAncestors;

    /** Client password; checked first. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable String clientSecret;

    /** {@code active} or {@code disabled}. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable String status;

    /** Whether {@code redirect_uri} is sent. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable Boolean sendRedirectUri;

    /** How the connect pages look; takes the place of all that was there. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable Branding branding;

    @Override
    public String toString() {
        return "ConnectorProfileChange[" + name + ", " + status + "]";
    }
}
