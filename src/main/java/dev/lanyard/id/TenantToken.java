package dev.lanyard.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bearer text that names its tenant before 130 random bits, so that every look-up begins with the
 * tenant: API keys, connect tokens, {@code state}. It is stored as its hash only.
 */
public record TenantToken(String tenantId, String text) {
    /** Copied for each use: looking one up costs more than the hash of a key. */
    private static final MessageDigest SHA_256 = digest();

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<prefix>[a-z]{2,8})_(?<tenant>[a-z0-9]{8,40})_(?<random>[a-z2-7]{26})");

    /**
     * A new token of this tenant.
     *
     * @param prefix what it is for, without underscore: {@code "key"}
     * @param tenantId the owner, {@code ten_…}
     */
    public static TenantToken issue(String prefix, String tenantId) {
        return new TenantToken(
                tenantId, prefix + "_" + tenantId.substring("ten_".length()) + "_" + Ids.random());
    }

    /**
     * The token that this text is by its form; empty if it is none of that prefix. It may still be
     * unknown.
     */
    public static Optional<TenantToken> parse(String prefix, String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && form.group("prefix").equals(prefix)
                ? Optional.of(new TenantToken("ten_" + form.group("tenant"), text))
                : Optional.empty();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** SHA-256 of the text; the text is random, so no slow hash is needed. */
    public byte[] hash() {
        return sha256(text);
    }

    /** SHA-256 of any text, as stored for secrets that are random. */
    public static byte[] sha256(String text) {
        try {
            MessageDigest fresh = (MessageDigest) SHA_256.clone();
            return fresh.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK's SHA-256 can be copied", e);
        }
    }

    @Override
    public String toString() {
        return "TenantToken[" + tenantId + ", …]";
    }
}
