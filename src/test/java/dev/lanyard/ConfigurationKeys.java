package dev.lanyard;

import dev.lanyard.config.Config;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The keys of {@link Config}, as an operator writes them. */
public final class ConfigurationKeys {
    private ConfigurationKeys() {}

    /** All of them. */
    public static Set<String> all() {
        return withDefaults().keySet();
    }

    /** Each with its default; empty where there is none. */
    static Map<String, String> withDefaults() {
        Map<String, String> keys = new TreeMap<>();
        collect(Config.class, Config.class.getAnnotation(ConfigMapping.class).prefix(), keys);
        return keys;
    }

    private static void collect(Class<?> group, String prefix, Map<String, String> keys) {
        for (Method key : group.getDeclaredMethods()) {
            String name = prefix + "." + kebab(key.getName());
            if (key.getReturnType().getEnclosingClass() == Config.class
                    && key.getReturnType().isInterface()) {
                collect(key.getReturnType(), name, keys);
            } else {
                WithDefault value = key.getAnnotation(WithDefault.class);
                keys.put(
                        ConfigFailureText.environmentKey(name), value == null ? "" : value.value());
            }
        }
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
