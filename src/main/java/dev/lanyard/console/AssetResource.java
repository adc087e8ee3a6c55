package dev.lanyard.console;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.branding.BrandColor;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** The few files that pages load, and the script for tenants' own pages. */
@Path("/connect")
class AssetResource {
    private static final String HOUR = "max-age=3600";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final PageAsset style = PageAsset.of("lanyard.css", "text/css;charset=UTF-8");
    private final PageAsset consoleStyle = PageAsset.of("console.css", "text/css;charset=UTF-8");
    private final PageAsset icon = PageAsset.of("lanyard.svg", "image/svg+xml");
    private final PageAsset closing = PageAsset.of("closing.js", "text/javascript;charset=UTF-8");
    private final TenantScript script = new TenantScript();

    /** Style of every page. */
    @GET
    @Path("assets/lanyard.css")
    public Response style() {
        return style.response(HOUR).build();
    }

    /**
     * The same in a tenant's colour: pages need no style of their own, which their policy forbids.
     */
    @GET
    @Path("assets/colors/{color}/lanyard.css")
    public Response coloured(@RestPath String color) {
        BrandColor accent = BrandColor.parse("#" + color).orElseThrow(ProblemException::notFound);
        return new PageAsset(style.text() + accent.rules(), style.type()).response(HOUR).build();
    }

    /** Style of the console. */
    @GET
    @Path("assets/console.css")
    public Response consoleStyle() {
        return consoleStyle.response(HOUR).build();
    }

    /** Icon of every page. */
    @GET
    @Path("assets/lanyard.svg")
    public Response icon() {
        return icon.response(HOUR).build();
    }

    /** Tells the opener and closes. */
    @GET
    @Path("assets/closing.js")
    public Response closing() {
        return closing.response(HOUR).build();
    }

    /** For tenants: opens a session in a popup and resolves with its outcome. */
    @GET
    @Path("lanyard.js")
    public Response classic() {
        return script("lanyard.js", HOUR);
    }

    /** The same as an ES module. */
    @GET
    @Path("lanyard.mjs")
    public Response module() {
        return script("lanyard.mjs", HOUR);
    }

    /** The types of both. */
    @GET
    @Path("lanyard.d.ts")
    public Response types() {
        return script("lanyard.d.ts", HOUR);
    }

    /** Its version and its hashes. */
    @GET
    @Path("lanyard.json")
    public Response manifest() {
        return script("lanyard.json", HOUR);
    }

    /** The script as it is for good under this name. */
    @GET
    @Path("assets/lanyard-" + TenantScript.VERSION + ".js")
    public Response pinnedClassic() {
        return script("lanyard.js", FOREVER);
    }

    /** The module, likewise. */
    @GET
    @Path("assets/lanyard-" + TenantScript.VERSION + ".mjs")
    public Response pinnedModule() {
        return script("lanyard.mjs", FOREVER);
    }

    /** Pages of every site may load it, and check its hash. */
    private Response script(String name, String caching) {
        return script.file(name)
                .response(caching)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
