package dev.lanyard.demo;

import dev.lanyard.config.Config;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The demo's app: a page that sends its end user to Lanyard, and the one they come back to. */
@Path("/demo")
@IfBuildProfile("dev")
class DemoResource {
    private static final String SCRIPT = read("popup.js");

    private final Demo demo;
    private final Config config;

    DemoResource(Demo demo, Config config) {
        this.demo = demo;
        this.config = config;
    }

    /** The template that the end user comes back to. */
    @CheckedTemplate(basePath = "demo")
    static final class DemoTemplates {
        private DemoTemplates() {}

        static native TemplateInstance done(Return view);

        static native TemplateInstance welcome(String lanyard, String key);

        static native TemplateInstance popup(String source);
    }

    /**
     * The parameters that the return URL brought.
     *
     * @param command reads the token; null unless connected
     */
    record Return(
            @Nullable String status,
            @Nullable String error,
            String again,
            @Nullable String command) {
        public boolean connected() {
            return command != null;
        }
    }

    /** Makes a connect session and goes there. */
    @GET
    @Blocking
    @Operation(hidden = true)
    public Response connect() {
        return Response.seeOther(demo.connectUrl()).build();
    }

    /** The demo's values for a shell: {@code eval "$(curl -s …/demo/env)"}. */
    @GET
    @Path("/env")
    @Produces(MediaType.TEXT_PLAIN)
    @Blocking
    @Operation(hidden = true)
    public String env() {
        DemoTenant tenant = demo.tenant();
        return "export LANYARD=%s KEY=%s PROFILE=%s%n"
                .formatted(config.publicUrl(), tenant.apiKey(), tenant.profileId());
    }

    /** A page that connects by {@code lanyard.js}, and shows its own script. */
    @GET
    @Path("/popup")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public TemplateInstance popup() {
        return DemoTemplates.popup(SCRIPT);
    }

    @GET
    @Path("/popup.js")
    @Produces("text/javascript")
    @Operation(hidden = true)
    public String script() {
        return SCRIPT;
    }

    /** As a tenant's backend does when its page asks. */
    @POST
    @Path("/connect-sessions")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Map<String, String> connectUrl() {
        return Map.of("connect_url", demo.connectUrl().toString());
    }

    private static String read(String name) {
        try (InputStream file = DemoResource.class.getResourceAsStream("/demo/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows the outcome, and how to read the token. */
    @GET
    @Path("/done")
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(hidden = true)
    public TemplateInstance done(
            @RestQuery @Nullable String status,
            @RestQuery("connection_id") @Nullable String connectionId,
            @RestQuery @Nullable String error) {
        boolean connected = "connected".equals(status) && isId(connectionId);
        String command = connected ? command(connectionId) : null;
        return DemoTemplates.done(new Return(status, error, config.publicUrl() + "/demo", command));
    }

    /** Anybody can make a link to the page: only an id goes into what a developer will paste. */
    private static boolean isId(@Nullable String text) {
        return text != null && text.matches("conn_\\w+");
    }

    /** The first page of a developer's Lanyard: what there is, and where. */
    TemplateInstance welcome() {
        return DemoTemplates.welcome(config.publicUrl().toString(), demo.tenant().apiKey());
    }

    private String command(@Nullable String connectionId) {
        return "curl -s %s/v1/connections/%s/token -H 'Authorization: Bearer %s'"
                .formatted(config.publicUrl(), connectionId, demo.tenant().apiKey());
    }
}
