package dev.lanyard.console;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file that pages load. */
public record PageAsset(String text, String type) {

    /** One that is served by {@link AssetResource}. */
    public static PageAsset of(String name, String type) {
        return new PageAsset(read(name), type);
    }

    /** One that the framework serves at the public port. */
    public static PageAsset ofFramework(String name, String type) {
        return new PageAsset(readAt("/META-INF/resources/connect/assets/", name), type);
    }

    static String read(String name) {
        return readAt("/connect-assets/", name);
    }

    private static String readAt(String folder, String name) {
        try (InputStream file = PageAsset.class.getResourceAsStream(folder + name)) {
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
