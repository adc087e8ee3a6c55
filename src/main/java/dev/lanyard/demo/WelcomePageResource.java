package dev.lanyard.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code /} of {@code quarkus:dev}. */
@Path("/")
@IfBuildProfile("dev")
class WelcomePageResource {
    private final DemoResource demo;

    WelcomePageResource(DemoResource demo) {
        this.demo = demo;
    }

    /** What there is to see. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Blocking
    @Operation(hidden = true)
    public TemplateInstance welcome() {
        return demo.welcome();
    }
}
