package dev.lanyard.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes note of values that were meant otherwise: in quotation marks, which no shell took off, or
 * an address of Kubernetes' service links where a port belongs.
 */
@Priority(Priorities.LIBRARY + 90)
public class MistakenValues implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;
    private static final int SHORTEST_QUOTED = 2;

    private final TreeMap<String, String> complaints = new TreeMap<>();

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value != null && value.getValue() != null && name.startsWith("lanyard.")) {
            look(name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT), value);
        }
        return value;
    }

    private void look(String key, ConfigValue value) {
        String text = value.getValue().strip();
        if (isQuoted(text)) {
            complaints.put(key, key + " is in quotation marks: take them off");
        } else if (key.endsWith("_PORT") && text.matches("[a-z]+://.*")) {
            complaints.put(
                    key,
                    key
                            + " is an address where a port belongs: Kubernetes sets it so for a"
                            + " Service of that name (enableServiceLinks: false, or set it"
                            + " yourself)");
        }
    }

    private static boolean isQuoted(String text) {
        return text.length() >= SHORTEST_QUOTED
                && (text.startsWith("\"") && text.endsWith("\"")
                        || text.startsWith("'") && text.endsWith("'"));
    }

    /** What is wrong, in one line for each key, without the value. */
    public Map<String, String> complaints() {
        return complaints;
    }
}
