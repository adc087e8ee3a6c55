package dev.lanyard.provider.branding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds of images that a logo may be, told by their bytes. None of them can hold a script, and
 * each says how large it is before a browser unpacks it.
 */
enum LogoFormat {
    /** ISO 15948: the first chunk holds the size. */
    PNG("image/png", "\u0089PNG\r\n\u001a\n") {
        @Override
        Size size(byte[] image) {
            return new Size(number(image, 16, 4), number(image, 20, 4));
        }
    },

    /** ITU T.81: segments, one of which begins the frame and holds the size. */
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff") {
        @Override
        Size size(byte[] image) {
            int at = 2;
            while (at + 9 < image.length && number(image, at, 1) == 0xff) {
                int marker = number(image, at + 1, 1);
                if (isFrame(marker)) {
                    return new Size(number(image, at + 7, 2), number(image, at + 5, 2));
                }
                at += 2 + Math.max(2, number(image, at + 2, 2));
            }
            return Size.UNKNOWN;
        }
    },

    /** RFC 9649: three ways to hold the size. */
    WEBP("image/webp", "RIFF") {
        @Override
        Size size(byte[] image) {
            return switch (text(image, 12, 4)) {
                case "VP8X" -> new Size(1 + reversed(image, 24, 3), 1 + reversed(image, 27, 3));
                case "VP8 " ->
                        new Size(
                                reversed(image, 26, 2) & FOURTEEN_BITS,
                                reversed(image, 28, 2) & FOURTEEN_BITS);
                case "VP8L" -> lossless(reversed(image, 21, 4));
                default -> Size.UNKNOWN;
            };
        }

        private Size lossless(int bits) {
            return new Size(1 + (bits & FOURTEEN_BITS), 1 + (bits >>> 14 & FOURTEEN_BITS));
        }
    };

    /** In pixels. */
    record Size(int width, int height) {
        static final Size UNKNOWN = new Size(0, 0);

        boolean within(int most) {
            return width >= 1 && width <= most && height >= 1 && height <= most;
        }
    }

    /** The longest head that holds a size, but for JPEG's. */
    private static final int HEAD = 30;

    private static final int FOURTEEN_BITS = 0x3fff;

    private final String mediaType;
    private final String beginning;

    LogoFormat(String mediaType, String beginning) {
        this.mediaType = mediaType;
        this.beginning = beginning;
    }

    /** The format of an image; empty if it is none of these. */
    static Optional<LogoFormat> of(byte[] image) {
        return Stream.of(values())
                .filter(
                        format ->
                                text(image, 0, format.beginning.length()).equals(format.beginning))
                .filter(format -> format != WEBP || text(image, 8, 4).equals("WEBP"))
                .findFirst();
    }

    String mediaType() {
        return mediaType;
    }

    /** Whether it is of that many pixels at most, each way. */
    boolean fits(byte[] image, int most) {
        return image.length >= HEAD && size(image).within(most);
    }

    abstract Size size(byte[] image);

    /** Every start of a frame (SOF), which DHT, JPG and DAC are not. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0
                && marker <= 0xcf
                && marker != 0xc4
                && marker != 0xc8
                && marker != 0xcc;
    }

    private static String text(byte[] image, int from, int length) {
        return image.length < from + length
                ? ""
                : new String(
                        Arrays.copyOfRange(image, from, from + length),
                        StandardCharsets.ISO_8859_1);
    }

    private static int number(byte[] image, int from, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | image[from + i] & 0xff;
        }
        return number;
    }

    /** The same with the lowest byte first. */
    private static int reversed(byte[] image, int from, int length) {
        int number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | image[from + i] & 0xff;
        }
        return number;
    }
}
