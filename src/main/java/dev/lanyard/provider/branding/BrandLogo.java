package dev.lanyard.provider.branding;

import java.util.Base64;

/**
 * A small image that a browser may be shown.
 *
 * @param mediaType what its bytes say that it is
 */
record BrandLogo(String mediaType, byte[] image) {
    /** The longest {@code data:} URL: with it the hosted page stays below 30 KiB. */
    static final int MAX_URL = 24 * 1024;

    /** The image in it: three bytes for every four characters. */
    static final int MAX_BYTES = MAX_URL / 4 * 3;

    /** A few bytes can unpack to gigabytes. */
    static final int MAX_PIXELS = 2048;

    private static final String BASE64 = ";base64,";

    /**
     * The image of a {@code data:} URL (RFC 2397).
     *
     * @throws IllegalArgumentException what it must be
     */
    static BrandLogo parse(String url) {
        int comma = url.indexOf(BASE64);
        if (url.length() > MAX_URL) {
            throw new IllegalArgumentException(
                    "must be at most " + MAX_URL + " characters long: make the image smaller");
        }
        if (!url.startsWith("data:") || comma < 0) {
            throw new IllegalArgumentException(
                    "must be a data: URL, data:image/png;base64,… (or jpeg, webp), or the address"
                            + " that GET shows");
        }
        BrandLogo logo = of(decoded(url.substring(comma + BASE64.length())));
        if (!url.substring("data:".length(), comma).equals(logo.mediaType())) {
            throw new IllegalArgumentException("must say what it is: " + logo.mediaType());
        }
        return logo;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be coded in base64, on one line", e);
        }
    }

    /**
     * The image that these bytes are.
     *
     * @throws IllegalArgumentException what it must be
     */
    static BrandLogo of(byte[] image) {
        if (image.length > MAX_BYTES) {
            throw new IllegalArgumentException("must be at most " + MAX_BYTES + " bytes");
        }
        LogoFormat format =
                LogoFormat.of(image)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "must be a PNG, JPEG or WebP image"));
        if (!format.fits(image, MAX_PIXELS)) {
            throw new IllegalArgumentException(
                    "must be whole, and at most " + MAX_PIXELS + " pixels wide and high");
        }
        return new BrandLogo(format.mediaType(), image);
    }

    @Override
    public String toString() {
        return "BrandLogo[" + mediaType + ", " + image.length + " bytes]";
    }
}
