package dev.lanyard;

import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what SmallRye could not read in words for operators: keys as they write them, no class
 * names.
 */
final class ConfigFailureText {
    private static final Pattern PROPERTY = Pattern.compile("lanyard\\.[a-z.-]+[a-z]");

    private ConfigFailureText() {}

    /** All that is missing or malformed, in one line. */
    static String describe(ConfigValidationException e) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < e.getProblemCount(); i++) {
            lines.add(describe(e.getProblem(i).getMessage()));
        }
        return String.join("; ", lines);
    }

    private static String describe(@Nullable String message) {
        String text = String.valueOf(message);
        Matcher property = PROPERTY.matcher(text);
        if (!property.find()) {
            return text.lines().findFirst().orElse("the configuration is not valid");
        }
        String key = environmentKey(property.group());
        boolean missing = text.contains("SRCFG00014") || text.contains("SRCFG00040");
        return key + (missing ? " is missing" : " is malformed: " + reason(text));
    }

    private static String reason(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.replaceFirst(".*whilst being converted ", "")
                .replaceAll("SRCFG\\d+:? ?", "")
                .replaceAll("[a-z]+(\\.[a-z]+)+\\.[A-Z]\\w+: ?", "")
                .strip();
    }

    /** {@code lanyard.db.pool-size} as operators write it: {@code LANYARD_DB_POOL_SIZE}. */
    static String environmentKey(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
