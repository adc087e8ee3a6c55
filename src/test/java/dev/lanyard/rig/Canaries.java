package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Secrets that must be nowhere, and the forms in which they might be all the same. */
public final class Canaries {
    private static final int SHORTEST = 12;

    /** Every form, with the secret's name. */
    private final Map<String, String> forms = new LinkedHashMap<>();

    /** A secret that nothing may hold, also not as a plain hash: it can be asked of its owner. */
    public Canaries add(String name, String secret) {
        addHashed(name, secret);
        hash(name, "SHA-256", secret);
        return this;
    }

    /** A secret of many random bits, which is rightly stored as its SHA-256. */
    Canaries addHashed(String name, String secret) {
        assertThat(secret).as(name).hasSizeGreaterThanOrEqualTo(SHORTEST);
        forms.put(secret, name);
        forms.put(URLEncoder.encode(secret, StandardCharsets.UTF_8), name + ", form-encoded");
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.put(HexFormat.of().formatHex(bytes), name + " in hexadecimal");
        forms.put(new StringBuilder(secret).reverse().toString(), name + ", reversed");
        for (int offset = 0; offset < 3; offset++) {
            forms.put(base64(Base64.getEncoder(), bytes, offset), name + " in base64");
            forms.put(base64(Base64.getUrlEncoder(), bytes, offset), name + " in base64url");
        }
        List.of("MD5", "SHA-1", "SHA-512").forEach(algorithm -> hash(name, algorithm, secret));
        return this;
    }

    /** What is the same wherever in a longer text the secret stands. */
    private static String base64(Base64.Encoder encoder, byte[] secret, int offset) {
        byte[] shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        int partial = shifted.length % 3 == 0 ? 0 : 1;
        return encoded.substring(offset == 0 ? 0 : offset + 1, encoded.length() - partial);
    }

    private void hash(String name, String algorithm, String secret) {
        try {
            byte[] hash =
                    MessageDigest.getInstance(algorithm)
                            .digest(secret.getBytes(StandardCharsets.UTF_8));
            forms.put(HexFormat.of().formatHex(hash), algorithm + " of " + name);
            forms.put(
                    Base64.getEncoder().withoutPadding().encodeToString(hash),
                    algorithm + " of " + name + " in base64");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of what this text holds, each with the line where it stands, the secret cut out. */
    public Set<String> in(String text) {
        Set<String> found = new TreeSet<>();
        for (Map.Entry<String, String> form : forms.entrySet()) {
            int at = text.indexOf(form.getKey());
            if (at >= 0) {
                int end = at + form.getKey().length();
                found.add(
                        form.getValue()
                                + ": …"
                                + text.substring(Math.max(0, at - 160), at)
                                + "[HERE]"
                                + text.substring(end, Math.min(text.length(), end + 40)));
            }
        }
        return found;
    }
}
