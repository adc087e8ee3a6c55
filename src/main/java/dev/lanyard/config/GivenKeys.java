package dev.lanyard.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes note of the keys that have a value, for what is required of several together: where one key
 * is missing the mapping is not made, and cannot be asked.
 */
public class GivenKeys implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;

    private final HashSet<String> given = new HashSet<>();

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value != null && value.getValue() != null && !value.getValue().isEmpty()) {
            given.add(name);
        }
        return value;
    }

    /** Whether one of these properties was asked for and has a value. */
    public boolean anyOf(Set<String> names) {
        return names.stream().anyMatch(given::contains);
    }
}
