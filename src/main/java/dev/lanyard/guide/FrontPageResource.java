package dev.lanyard.guide;

import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code /}: a plain sign, which tells nobody the version; {@code quarkus:dev} has another. */
@Path("/")
@UnlessBuildProfile("dev")
class FrontPageResource {

    /** The page. */
    @CheckedTemplate(basePath = "guide")
    static final class FrontPageTemplates {
        private FrontPageTemplates() {}

        static native TemplateInstance front();
    }

    /** What this is. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<String> front() {
        return FrontPageTemplates.front().createUni();
    }
}
