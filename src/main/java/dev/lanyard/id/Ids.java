package dev.lanyard.id;

import java.security.SecureRandom;

/** Opaque ids: a type prefix and 130 random bits in lower-case base32. */
public final class Ids {
    private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
    private static final int LENGTH = 26;
    private static final int MOST = 64;
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

    /**
     * Whether a text has the form of an id: anything else is unknown, and not worth asking the
     * database for.
     */
    public static boolean isWellFormed(String text) {
        int length = text.length();
        if (length == 0 || length > MOST) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isWellFormed(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || (c >= 'A' && c <= 'Z');
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
