package dev.lanyard;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** {@code GET /q/info} on the management port: which build this is. */
@Singleton
public class BuildInfo {
    private final String body;

    BuildInfo(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.body = JsonObject.of("version", version, "commit", commit()).encode();
    }

    void mount(@Observes ManagementInterface management) {
        management.router().get("/q/info").handler(this::respond);
    }

    private void respond(RoutingContext call) {
        call.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body);
    }

    /** The Git commit, from what the build writes where it finds a repository; else null. */
    private static @Nullable String commit() {
        try (InputStream file = BuildInfo.class.getResourceAsStream("/git.properties")) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("git.commit.id");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
