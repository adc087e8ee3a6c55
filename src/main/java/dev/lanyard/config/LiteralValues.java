package dev.lanyard.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * Takes what the environment says for {@code LANYARD_…} literally: a password may hold <code>${
 * </code>. It stands below the interceptor that expands expressions and escapes every dollar sign
 * for it. Line breaks at the end, which no value was meant to have, are taken off.
 */
@Priority(Priorities.LIBRARY + 100)
public class LiteralValues implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;
    private static final int ENVIRONMENT_ORDINAL = 300;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value == null || value.getValue() == null || !name.startsWith("lanyard.")) {
            return value;
        }
        return value.getConfigSourceOrdinal() >= ENVIRONMENT_ORDINAL
                ? value.withValue(
                        value.getValue().replaceFirst("[\\r\\n]+$", "").replace("$", "\\$"))
                : value;
    }
}
