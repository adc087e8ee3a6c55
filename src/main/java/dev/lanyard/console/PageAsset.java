package dev.lanyard.console;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file that pages load. */
record PageAsset(String text, String type) {

    static PageAsset of(String name, String type) {
        return new PageAsset(read(name), type);
    }

    static String read(String name) {
        try (InputStream file = PageAsset.class.getResourceAsStream("/connect-assets/" + name)) {
            if (file == null) {
                throw new IllegalStateException("an asset is missing: " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("an asset is missing: " + name, e);
        }
    }

    /**
     * The file.
     *
     * @param caching for how long it may be kept
     */
    Response.ResponseBuilder response(String caching) {
        return Response.ok(text, type).header("Cache-Control", caching);
    }
}
