package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The pages' style, a route and no static resource: that would be served in production too. */
@Singleton
class SandboxStylesheet implements SandboxEndpoints {
    private static final String FILE = "/sandbox/sandbox.css";

    @Override
    public void mount(SandboxRoutes routes) {
        SandboxResponse css =
                SandboxResponse.of(200, "text/css; charset=utf-8", Buffer.buffer(read()));
        SandboxResponse cached = css.with("Cache-Control", "max-age=3600");
        routes.on(HttpMethod.GET, "/sandbox.css", ctx -> Uni.createFrom().item(cached));
    }

    private static byte[] read() {
        try (InputStream file = SandboxStylesheet.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not packaged");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
