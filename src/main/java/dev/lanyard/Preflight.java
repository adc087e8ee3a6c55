package dev.lanyard;

import dev.lanyard.config.Config;
import dev.lanyard.config.GivenKeys;
import dev.lanyard.config.LiteralValues;
import dev.lanyard.config.MistakenValues;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what is wrong with the configuration before anything starts, and says it in one line that
 * names the key: {@link ConfigFailureText} what is missing or cannot be read, {@link ConfigChecks}
 * what is out of bounds.
 */
final class Preflight {
    private static final int CUSTOM = 200;

    private static final Set<String> PASSWORDS =
            Set.of("lanyard.db.password", "lanyard.db.password-file");

    private Preflight() {}

    /** What is wrong, in one line; empty if nothing is. */
    static Optional<String> check() {
        return check(new SmallRyeConfigBuilder().addDefaultSources());
    }

    /** What is wrong with what these sources say. */
    static Optional<String> check(SmallRyeConfigBuilder sources) {
        MistakenValues mistakes = new MistakenValues();
        GivenKeys given = new GivenKeys();
        try {
            return withMistakes(
                    mistakes.complaints(),
                    ConfigChecks.check(read(sources, mistakes, given)).orElse(""));
        } catch (ConfigValidationException e) {
            String others = given.anyOf(PASSWORDS) ? "" : "; " + DatabaseChecks.NO_PASSWORD;
            return withMistakes(mistakes.complaints(), ConfigFailureText.describe(e) + others);
        }
    }

    /** A value that was meant otherwise is told with that reason only. */
    private static Optional<String> withMistakes(Map<String, String> mistakes, String others) {
        List<String> all = new ArrayList<>(mistakes.values());
        Arrays.stream(others.split("; "))
                .filter(complaint -> !complaint.isEmpty())
                .filter(complaint -> !mistakes.containsKey(complaint.split("[ :]", 2)[0]))
                .forEach(all::add);
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    private static Config read(
            SmallRyeConfigBuilder sources, MistakenValues mistakes, GivenKeys given) {
        return sources.addDefaultInterceptors()
                .withInterceptors(new LiteralValues(), mistakes, given)
                .withConverter(Duration.class, CUSTOM, new DurationConverter()) // reads "5s"
                .withConverter(Boolean.class, CUSTOM, Preflight::trueOrFalse)
                .withMapping(Config.class)
                .withMappingIgnore("lanyard.**")
                .build()
                .getConfigMapping(Config.class);
    }

    /** The application's own converter takes every other word for false. */
    private static boolean trueOrFalse(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("must be true or false");
    }
}
