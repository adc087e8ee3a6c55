package dev.lanyard.rig;

import dev.lanyard.demo.DevDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Environments of replicas: docs/configuration.md, and nothing else. */
public final class Settings {
    public static final String ADMIN_TOKEN = "rig-only-admin-token-0123456789abcdef";

    private Settings() {}

    /** All that is required but the public URL, on that database. */
    public static Map<String, String> on(EmbeddedPostgres postgres) {
        return on(postgres.getPort());
    }

    public static Map<String, String> on(int databasePort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("LANYARD_DB_HOST", "localhost");
        settings.put("LANYARD_DB_PORT", String.valueOf(databasePort));
        settings.put("LANYARD_DB_NAME", DevDatabase.OWNER);
        settings.put("LANYARD_DB_USER", DevDatabase.USER);
        settings.put("LANYARD_DB_PASSWORD", DevDatabase.USER);
        settings.put("LANYARD_DB_MIGRATION_USER", DevDatabase.OWNER);
        settings.put("LANYARD_DB_MIGRATION_PASSWORD", DevDatabase.OWNER);
        settings.put("LANYARD_DB_SSL_MODE", "disable");
        settings.put("LANYARD_VAULT_KEYS", "1:" + vaultKey(1));
        settings.put("LANYARD_ADMIN_TOKEN", ADMIN_TOKEN);
        settings.put("LANYARD_SHUTDOWN_DELAY", "0s");
        return settings;
    }

    /** 32 bytes of that value, in base64. */
    public static String vaultKey(int value) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) value);
        return Base64.getEncoder().encodeToString(key);
    }

    /** A copy with one more. */
    public static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> copy = new HashMap<>(settings);
        copy.put(key, value);
        return copy;
    }

    /** A copy with these instead. */
    public static Map<String, String> with(
            Map<String, String> settings, Map<String, String> others) {
        Map<String, String> copy = new HashMap<>(settings);
        copy.putAll(others);
        return copy;
    }

    /** A copy without one. */
    public static Map<String, String> without(Map<String, String> settings, String key) {
        Map<String, String> copy = new HashMap<>(settings);
        copy.remove(key);
        return copy;
    }
}
