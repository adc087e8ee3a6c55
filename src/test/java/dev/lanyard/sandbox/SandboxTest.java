package dev.lanyard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.config.Config;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void mountsNothingUnlessSwitchedOn() {
        sandbox("false").mount(router);

        assertThat(router.getRoutes()).isEmpty();
    }

    @Test
    void mountsItsPartsBelowItsPath() {
        sandbox("true").mount(router);

        assertThat(router.getRoutes())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(route.getPath()).startsWith(Sandbox.PATH));
    }

    private static Sandbox sandbox(String on) {
        Map<String, String> settings =
                Map.of(
                        "lanyard.sandbox", on,
                        "lanyard.public-url", "http://localhost",
                        "lanyard.admin-token", "none",
                        "lanyard.db.host", "none",
                        "lanyard.db.name", "none",
                        "lanyard.db.user", "none",
                        "lanyard.db.password", "none");
        Config config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .withMapping(Config.class)
                        .build()
                        .getConfigMapping(Config.class);
        SandboxEndpoints part =
                routes -> routes.on(HttpMethod.GET, "/x", ctx -> SandboxPages.add());
        return new Sandbox(config, List.of(part));
    }
}
