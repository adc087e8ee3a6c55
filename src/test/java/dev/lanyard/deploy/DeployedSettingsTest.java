package dev.lanyard.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.ConfigurationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The environment that deploy/ gives Lanyard, against the configuration that it has. */
class DeployedSettingsTest {
    private static final Pattern KEY = Pattern.compile("\\bLANYARD_[A-Z_]+[A-Z]");

    /** Where an operator looks for what can be set. */
    private static final List<String> OFFERS =
            List.of("base/configmap.yaml", "example-secret/secret.example.yaml");

    @Test
    void everyKeyThatIsUsedExists() throws IOException {
        try (var files = Files.walk(Path.of("deploy"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(ConfigurationKeys.all())
                        .as(file.toString())
                        .containsAll(keys(Files.readString(file)));
            }
        }
    }

    @Test
    void everyKeyThatExistsIsOffered() throws IOException {
        Set<String> offered = new TreeSet<>();
        for (String file : OFFERS) {
            offered.addAll(keys(Files.readString(Path.of("deploy", file))));
        }

        assertThat(offered).isEqualTo(ConfigurationKeys.all());
    }

    private static Set<String> keys(String text) {
        Set<String> keys = new TreeSet<>();
        KEY.matcher(text).results().map(MatchResult::group).forEach(keys::add);
        return keys;
    }
}
