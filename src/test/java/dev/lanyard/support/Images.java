package dev.lanyard.support;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/** Small images, as tenants have them for logos. */
public final class Images {
    public static final List<String> KINDS = List.of("png", "jpeg", "webp");
    public static final int WIDTH = 40;
    public static final int HEIGHT = 12;

    private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();

    private Images() {}

    /** An image of {@link #WIDTH} by {@link #HEIGHT} pixels. */
    public static byte[] of(String kind) {
        return MADE.computeIfAbsent(kind, Images::make).clone();
    }

    private static byte[] make(String kind) {
        return kind.equals("webp") ? webp() : written(kind);
    }

    /** A {@code data:} URL of it. */
    public static String url(String mediaType, byte[] image) {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(image);
    }

    /** A picture whose {@code data:} URL is as long as it may be, 24 KiB; the rest is padding. */
    public static String largest() {
        int bytes = (24 * 1024 - "data:image/png;base64,".length()) / 4 * 3;
        return url("image/png", Arrays.copyOf(of("png"), bytes));
    }

    private static byte[] written(String kind) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().fillRect(0, 0, WIDTH / 2, HEIGHT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, kind, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** RFC 9649's simple lossless form: a head; the pixels are not decoded here. */
    private static byte[] webp() {
        byte[] image = new byte[40];
        put(image, 0, "RIFF");
        image[4] = 32;
        put(image, 8, "WEBPVP8L");
        image[16] = 20;
        image[20] = 0x2f;
        int bits = WIDTH - 1 | (HEIGHT - 1) << 14;
        for (int i = 0; i < 4; i++) {
            image[21 + i] = (byte) (bits >>> 8 * i);
        }
        return image;
    }

    private static void put(byte[] image, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            image[at + i] = (byte) text.charAt(i);
        }
    }
}
