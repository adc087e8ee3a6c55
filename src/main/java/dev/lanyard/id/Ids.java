package dev.lanyard.id;

import java.security.SecureRandom;

/** Opaque ids: a type prefix and 130 random bits in lower-case base32. */
public final class Ids {
    private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /**
     * A new id.
     *
     * @param prefix the type, underscore included: {@code "conn_"}
     */
    public static String next(String prefix) {
        return prefix + random();
    }

    /** 130 random bits, 26 characters of {@code a-z2-7}: fit for URLs, cookies and headers. */
    public static String random() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        char[] text = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            text[i] = ALPHABET[bytes[i] & 31];
        }
        return new String(text);
    }
}
