package dev.lanyard.connection.transfer;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.hybrid.HybridConfig;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * The form of an export: a key of its own, sealed to the operator's public key, then each line
 * sealed by that key with its number, and a last one that tells the end. What is changed, moved or
 * left out does not open.
 */
final class SealedExport {
    private static final int VERSION = 1;
    private static final String FORMAT = "lanyard_export";

    private final Aead aead;
    private long number;

    private SealedExport(Aead aead) {
        this.aead = aead;
    }

    /** A new one, and its first line. */
    record BegunExport(SealedExport export, String header) {}

    static BegunExport begin(KeysetHandle recipient, String tenantId)
            throws GeneralSecurityException {
        register();
        HybridEncrypt to = recipient.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
        KeysetHandle key = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        byte[] plain = TinkProtoKeysetFormat.serializeKeyset(key, InsecureSecretKeyAccess.get());
        JsonObject header =
                JsonObject.of(
                        FORMAT,
                        VERSION,
                        "tenant_id",
                        tenantId,
                        "key",
                        base64(to.encrypt(plain, bytes(FORMAT + "|" + tenantId))));
        return new BegunExport(of(key), header.encode());
    }

    /**
     * Reads a first line.
     *
     * @throws GeneralSecurityException it is none, or for another key
     */
    static SealedExport open(KeysetHandle recipient, String header)
            throws GeneralSecurityException {
        JsonObject first = json(header);
        if (!Integer.valueOf(VERSION).equals(first.getValue(FORMAT))) {
            throw new GeneralSecurityException("this is no export of Lanyard");
        }
        register();
        HybridDecrypt from =
                recipient.getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
        byte[] context = bytes(FORMAT + "|" + first.getString("tenant_id"));
        byte[] plain = from.decrypt(decoded(first, "key"), context);
        return of(TinkProtoKeysetFormat.parseKeyset(plain, InsecureSecretKeyAccess.get()));
    }

    private static void register() throws GeneralSecurityException {
        AeadConfig.register();
        HybridConfig.register();
    }

    private static SealedExport of(KeysetHandle key) throws GeneralSecurityException {
        return new SealedExport(key.getPrimitive(RegistryConfiguration.get(), Aead.class));
    }

    /** The next line, sealed. */
    String seal(String line) {
        number++;
        return seal("line", line, new JsonObject().put("line", number));
    }

    /** The last line: without it, something is missing. */
    String end(JsonObject summary) {
        number++;
        return seal("end", summary.encode(), JsonObject.of("line", number, "end", true));
    }

    private String seal(String kind, String text, JsonObject line) {
        try {
            byte[] sealed = aead.encrypt(bytes(text), place(kind));
            return line.put("sealed", base64(sealed)).encode();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /**
     * What a line was sealed from.
     *
     * @param end it was the last one
     */
    record Opened(String text, boolean end) {}

    /**
     * Opens the next line.
     *
     * @throws GeneralSecurityException it is not the next one, or was changed
     */
    Opened open(String line) throws GeneralSecurityException {
        JsonObject sealed = json(line);
        boolean end = Boolean.TRUE.equals(sealed.getValue("end"));
        number++;
        byte[] text = aead.decrypt(decoded(sealed, "sealed"), place(end ? "end" : "line"));
        return new Opened(new String(text, StandardCharsets.UTF_8), end);
    }

    private byte[] place(String kind) {
        return bytes(FORMAT + "|" + kind + "|" + number);
    }

    private static JsonObject json(String line) throws GeneralSecurityException {
        try {
            return new JsonObject(line);
        } catch (RuntimeException e) {
            throw new GeneralSecurityException("a line is not JSON", e);
        }
    }

    private static byte[] decoded(JsonObject line, String field) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(line.getString(field, ""));
        } catch (RuntimeException e) {
            throw new GeneralSecurityException("a line lacks its " + field, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
