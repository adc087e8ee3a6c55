package dev.lanyard.provider.branding;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Branding} that was checked, as it is stored.
 *
 * @param logo the logo's id; null: none
 * @param image what is to be stored under that id; null: it is there already
 */
public record BrandSettings(
        @Nullable String logo,
        @Nullable BrandLogo image,
        @Nullable String color,
        @Nullable String intro,
        @Nullable String supportUrl) {
    /** Whether there is an image to be stored. */
    public boolean bringsLogo() {
        return image != null;
    }

    @Override
    public String toString() {
        return "BrandSettings[" + logo + ", " + color + "]";
    }
}
