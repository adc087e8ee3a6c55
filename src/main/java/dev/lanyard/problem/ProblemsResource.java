package dev.lanyard.problem;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page that every problem's {@code type} leads to. */
@Path("/docs/problems")
class ProblemsResource {

    @CheckedTemplate(basePath = "problem")
    static final class ProblemTypeTemplates {
        private ProblemTypeTemplates() {}

        static native TemplateInstance list(ProblemCode[] codes);
    }

    /** All codes with status, title, and what to do. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public TemplateInstance list() {
        return ProblemTypeTemplates.list(ProblemCode.values());
    }
}
