package dev.lanyard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md against {@link Config}, in both directions. */
class ConfigurationDocTest {
    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| `(LANYARD_\\w+)` \\| (?:`([^`]*)`)? ?\\| (\\S.*?) \\| (`.*`) \\|$",
                    Pattern.MULTILINE);
    private static final Pattern MENTION = Pattern.compile("\\bLANYARD_[A-Z_]+");

    @Test
    void hasARowForEveryKeyWithItsDefault() throws IOException {
        assertThat(rows()).isEqualTo(ConfigurationKeys.withDefaults());
    }

    @Test
    void mentionsNoKeyThatDoesNotExist() throws IOException {
        assertThat(MENTION.matcher(page()).results().map(MatchResult::group))
                .isSubsetOf(ConfigurationKeys.withDefaults().keySet());
    }

    /** The keys that operators were promised; taking one away breaks somebody's deployment. */
    @Test
    void keepsThePromisedKeys() {
        assertThat(ConfigurationKeys.withDefaults().keySet())
                .contains(
                        "LANYARD_PUBLIC_URL",
                        "LANYARD_DB_HOST",
                        "LANYARD_DB_PORT",
                        "LANYARD_DB_NAME",
                        "LANYARD_DB_USER",
                        "LANYARD_DB_PASSWORD",
                        "LANYARD_DB_SSL_MODE",
                        "LANYARD_DB_POOL_SIZE",
                        "LANYARD_DB_SSL_ROOT_CERT",
                        "LANYARD_DB_MIGRATION_USER",
                        "LANYARD_DB_MIGRATION_PASSWORD",
                        "LANYARD_VAULT_KEYS",
                        "LANYARD_VAULT_KEYS_FILE",
                        "LANYARD_ADMIN_TOKEN",
                        "LANYARD_REFRESH",
                        "LANYARD_PROVIDERS_DIR",
                        "LANYARD_CA_CERT_FILE",
                        "LANYARD_MIGRATE_AT_START",
                        "LANYARD_WEBHOOK_ALLOW_PRIVATE",
                        "LANYARD_WEBHOOK_PROXY",
                        "LANYARD_SHUTDOWN_DELAY",
                        "LANYARD_SANDBOX",
                        "LANYARD_HTTP_PORT",
                        "LANYARD_MANAGEMENT_PORT");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "configuration.md"));
    }

    /** Key and default of each row; empty where there is no default. */
    private static Map<String, String> rows() throws IOException {
        return ROW.matcher(page())
                .results()
                .collect(
                        Collectors.toMap(
                                row -> row.group(1),
                                row -> row.group(2) == null ? "" : row.group(2),
                                (first, second) -> first + " and " + second,
                                TreeMap::new));
    }
}
