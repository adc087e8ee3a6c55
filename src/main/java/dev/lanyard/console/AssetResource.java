package dev.lanyard.console;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The few files that pages load, and the script for tenants' own pages. */
@Path("/connect")
class AssetResource {
    private static final int HOUR = 3600;

    private final Asset style = Asset.of("lanyard.css", "text/css;charset=UTF-8");
    private final Asset consoleStyle = Asset.of("console.css", "text/css;charset=UTF-8");
    private final Asset icon = Asset.of("lanyard.svg", "image/svg+xml");
    private final Asset closing = Asset.of("closing.js", "text/javascript;charset=UTF-8");
    private final Asset opener = Asset.of("lanyard.js", "text/javascript;charset=UTF-8");

    private record Asset(String text, String type) {

        static Asset of(String name, String type) {
            try (InputStream file =
                    AssetResource.class.getResourceAsStream("/connect-assets/" + name)) {
                return new Asset(new String(file.readAllBytes(), StandardCharsets.UTF_8), type);
            } catch (IOException e) {
                throw new UncheckedIOException("an asset is missing: " + name, e);
            }
        }

        Response response() {
            CacheControl hour = new CacheControl();
            hour.setMaxAge(HOUR);
            return Response.ok(text, type).cacheControl(hour).build();
        }
    }

    /** Style of every page. */
    @GET
    @Path("assets/lanyard.css")
    public Response style() {
        return style.response();
    }

    /** Style of the console. */
    @GET
    @Path("assets/console.css")
    public Response consoleStyle() {
        return consoleStyle.response();
    }

    /** Icon of every page. */
    @GET
    @Path("assets/lanyard.svg")
    public Response icon() {
        return icon.response();
    }

    /** Tells the opener and closes. */
    @GET
    @Path("assets/closing.js")
    public Response closing() {
        return closing.response();
    }

    /** For tenants: opens a session in a popup and resolves with its outcome. */
    @GET
    @Path("lanyard.js")
    public Response opener() {
        return opener.response();
    }
}
