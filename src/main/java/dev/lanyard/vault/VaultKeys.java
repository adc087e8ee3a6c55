package dev.lanyard.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.lanyard.config.Config;
import dev.lanyard.id.TenantToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's keys by id, in the order given: the first seals, all open. */
public final class VaultKeys {
    private static final String FILE = "LANYARD_VAULT_KEYS_FILE";
    private static final int KEY_BYTES = 32;

    private final String name;
    private final byte[] fingerprint;
    private final Map<String, Aead> aeads;

    private VaultKeys(String name, byte[] fingerprint, Map<String, Aead> aeads) {
        this.name = name;
        this.fingerprint = fingerprint;
        this.aeads = aeads;
    }

    /**
     * Reads them from {@code LANYARD_VAULT_KEYS} or {@code LANYARD_VAULT_KEYS_FILE}.
     *
     * @throws IllegalArgumentException saying what is wrong, naming the key, without key material
     */
    public static VaultKeys of(Config.VaultConfig config) {
        if (config.keys().isPresent() == config.keysFile().isPresent()) {
            throw new IllegalArgumentException(
                    "LANYARD_VAULT_KEYS or LANYARD_VAULT_KEYS_FILE: set exactly one of the two");
        }
        return config.keys().isPresent()
                ? parse("LANYARD_VAULT_KEYS", config.keys().get())
                : read(config.keysFile().orElseThrow());
    }

    /**
     * Reads them from a file.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    static VaultKeys read(Path file) {
        try {
            return parse(FILE, Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(FILE + ": the file it names cannot be read");
        }
    }

    static VaultKeys parse(String name, String text) {
        Map<String, Aead> aeads = new LinkedHashMap<>();
        for (String entry : text.strip().split(",", -1)) {
            List<String> parts = new ArrayList<>(List.of(entry.strip().split(":", 2)));
            if (parts.size() != 2 || !parts.get(0).matches("[A-Za-z0-9._-]{1,32}")) {
                throw new IllegalArgumentException(name + ": must be id:base64(32 bytes)[,id:...]");
            }
            if (aeads.putIfAbsent(parts.get(0), aead(name, parts.get(0), parts.get(1))) != null) {
                throw new IllegalArgumentException(
                        name + ": the id " + parts.get(0) + " stands twice");
            }
        }
        return new VaultKeys(name, TenantToken.sha256(text.strip()), aeads);
    }

    private static Aead aead(String name, String id, String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            if (key.length == KEY_BYTES) {
                return new AesGcmJce(key);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": the key " + id + " is not base64");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
        throw new IllegalArgumentException(name + ": the key " + id + " is not 32 bytes long");
    }

    /** Whether both were read from the same text. */
    boolean areSameAs(VaultKeys other) {
        return Arrays.equals(fingerprint, other.fingerprint);
    }

    /** The configuration key they came by. */
    String name() {
        return name;
    }

    /** The id of the key that seals. */
    String primary() {
        return aeads.keySet().iterator().next();
    }

    /** The key of that id, if it was given. */
    Optional<Aead> find(String id) {
        return Optional.ofNullable(aeads.get(id));
    }

    /** Ids in the order given. */
    List<String> ids() {
        return List.copyOf(aeads.keySet());
    }
}
