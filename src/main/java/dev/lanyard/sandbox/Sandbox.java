package dev.lanyard.sandbox;

import dev.lanyard.config.Config;
import io.quarkus.arc.All;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Mounts the sandbox where it is switched on. Where it is not, no route exists, so that nothing of
 * it can be reached. Its routes are Vert.x's own and not REST resources: they decide to the byte
 * what is answered, close connections in mid-answer, and stay out of the OpenAPI document.
 */
@Singleton
class Sandbox {
    static final String PATH = "/sandbox/bitbucket";

    private final Config config;
    private final List<SandboxEndpoints> parts;

    Sandbox(Config config, @All List<SandboxEndpoints> parts) {
        this.config = config;
        this.parts = parts;
    }

    void mount(@Observes Router router) {
        if (config.sandbox()) {
            SandboxRoutes routes = new SandboxRoutes(router);
            parts.forEach(part -> part.mount(routes));
        }
    }
}
