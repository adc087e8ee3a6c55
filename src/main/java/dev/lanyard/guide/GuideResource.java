package dev.lanyard.guide;

import dev.lanyard.config.Config;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code /guide}: public, since nothing in it is anybody's. Forms are read by GET. */
@Path("/guide")
class GuideResource {
    private static final String MARKDOWN = ".md";
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String PLAIN = "text/markdown;charset=UTF-8";

    private final Providers providers;
    private final String publicUrl;

    GuideResource(Providers providers, Config config) {
        this.providers = providers;
        this.publicUrl = config.publicUrl().toString();
    }

    /** The pages. */
    @CheckedTemplate(basePath = "guide")
    static final class GuideTemplates {
        private GuideTemplates() {}

        static native TemplateInstance page(SetupGuide guide);

        static native TemplateInstance list(Collection<Provider> providers, boolean unknown);
    }

    /** All guides. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<String> list() {
        return GuideTemplates.list(providers.all(), false).createUni();
    }

    /**
     * The guide of a provider.
     *
     * @param file its name, with {@code .md} as Markdown
     */
    @GET
    @Path("/{file}")
    @Operation(hidden = true)
    public Uni<Response> guide(@PathParam("file") String file, @Context UriInfo request) {
        boolean markdown = file.endsWith(MARKDOWN);
        String name = markdown ? file.substring(0, file.length() - MARKDOWN.length()) : file;
        Optional<SetupGuide> guide = providers.find(name).map(provider -> guide(provider, request));
        return markdown ? markdown(guide) : page(guide);
    }

    private SetupGuide guide(Provider provider, UriInfo request) {
        return SetupGuide.of(
                provider,
                providers.callbackUrl(provider),
                publicUrl,
                blank -> request.getQueryParameters().getFirst(blank),
                request.getQueryParameters().getOrDefault("permission", List.of()));
    }

    private static Uni<Response> markdown(Optional<SetupGuide> guide) {
        int status = guide.isPresent() ? 200 : 404;
        String text =
                guide.map(GuideMarkdown::of).orElse("There is no provider of that name here.\n");
        return Uni.createFrom().item(Response.status(status).type(PLAIN).entity(text).build());
    }

    private Uni<Response> page(Optional<SetupGuide> guide) {
        int status = guide.isPresent() ? 200 : 404;
        return guide.map(GuideTemplates::page)
                .orElseGet(() -> GuideTemplates.list(providers.all(), true))
                .createUni()
                .map(html -> Response.status(status).type(HTML).entity(html).build());
    }
}
