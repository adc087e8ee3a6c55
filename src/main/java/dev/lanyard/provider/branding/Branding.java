package dev.lanyard.provider.branding;

import org.jspecify.annotations.Nullable;

/**
 * The {@code branding} of a connector profile, as it is given and shown. Given, it takes the place
 * of what was there: what is left out is the operator's again.
 *
 * @param logo given: a {@code data:} URL of a PNG, JPEG or WebP image, or what was shown; shown:
 *     the address that pages load it from
 * @param color {@code #rrggbb}
 * @param intro a sentence below the hosted page's heading
 * @param supportUrl where end users get help: https, or {@code mailto:}
 */
public record Branding(
        @Nullable String logo,
        @Nullable String color,
        @Nullable String intro,
        @Nullable String supportUrl) {
    public static final Branding NONE = new Branding(null, null, null, null);

    @Override
    public String toString() {
        return "Branding[" + color + "]";
    }
}
