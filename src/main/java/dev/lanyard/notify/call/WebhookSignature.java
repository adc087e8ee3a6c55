package dev.lanyard.notify.call;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The three header fields that prove a delivery to be ours (Standard Webhooks 1.0.0). */
public final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * Signs one attempt: the fields of the signature, and no others.
     *
     * @param id the event's; the same at each attempt
     * @param at when this attempt is made; sent in whole seconds
     * @param body as sent, byte for byte
     */
    public static Map<String, String> sign(
            WebhookSecret secret, String id, Instant at, String body) {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] mac = mac(secret, id + "." + timestamp + "." + body);
        return Map.of(
                "webhook-id", id,
                "webhook-timestamp", timestamp,
                "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac));
    }

    private static byte[] mac(WebhookSecret secret, String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not available", e);
        }
    }
}
