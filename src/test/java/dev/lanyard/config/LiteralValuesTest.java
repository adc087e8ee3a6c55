package dev.lanyard.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Environment;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralValuesTest {
    private static final int FILE = 250;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pa$$word",
                "$",
                "$$",
                "${user.home}",
                "${nothing}",
                "${nothing:default}",
                "${",
                "$}",
                "\\${user.home}",
                "\\\\${user.home}",
                "$${user.home}",
                "{}",
                "{cipher}abc",
                "${aes-gcm-nopadding::abc}",
                "back\\slash",
                "\\",
                "\\\\",
                "\\$",
                "\\$\\$",
                "a,b\\,c",
                " space ",
                "%s#'\"`;"
            })
    void aPasswordIsAPassword(String password) {
        Config config =
                config(Environment.complete().with("LANYARD_DB_PASSWORD", password).sources());

        assertThat(config.db().password()).contains(password);
    }

    @Test
    void anOptionalValueIsLiteralToo() {
        Environment environment =
                Environment.complete().with("LANYARD_DB_MIGRATION_PASSWORD", "${nothing}\\$");

        assertThat(config(environment.sources()).db().migration().password())
                .contains("${nothing}\\$");
    }

    @Test
    void theApplicationsOwnFileStillRefersToKeys() {
        SmallRyeConfigBuilder sources =
                Environment.complete()
                        .with("LANYARD_HTTP_PORT", "8181")
                        .sources()
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of("quarkus.http.port", "${lanyard.http-port}"),
                                        "application.properties",
                                        FILE));

        assertThat(build(sources).getValue("quarkus.http.port", Integer.class)).isEqualTo(8181);
    }

    private static Config config(SmallRyeConfigBuilder sources) {
        return build(sources.withMapping(Config.class)).getConfigMapping(Config.class);
    }

    /** With the interceptors that the running application finds by itself. */
    private static SmallRyeConfig build(SmallRyeConfigBuilder sources) {
        return sources.addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .addDiscoveredConverters()
                .build();
    }
}
