package dev.lanyard.support;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** An operator's environment, as the process would find it. */
public record Environment(Map<String, String> variables) {
    private static final int ORDINAL = 300;

    /** With every required key, and none else. */
    public static Environment complete() {
        return new Environment(
                Map.of(
                        "LANYARD_PUBLIC_URL", "https://connect.example.com",
                        "LANYARD_DB_HOST", "db.example.com",
                        "LANYARD_DB_NAME", "lanyard",
                        "LANYARD_DB_USER", "lanyard",
                        "LANYARD_DB_PASSWORD", "secret",
                        "LANYARD_VAULT_KEYS", "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
                        "LANYARD_ADMIN_TOKEN", "0123456789abcdef0123456789abcdef"));
    }

    public Environment with(String key, String value) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(key, value);
        return new Environment(changed);
    }

    public Environment without(String key) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.remove(key);
        return new Environment(changed);
    }

    /** The sources of a configuration that has nothing but this environment. */
    public SmallRyeConfigBuilder sources() {
        return new SmallRyeConfigBuilder().withSources(new EnvConfigSource(variables, ORDINAL));
    }
}
