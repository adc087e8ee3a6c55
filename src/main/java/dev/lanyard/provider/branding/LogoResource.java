package dev.lanyard.provider.branding;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** The logos that pages show, each under a name that nobody guesses and that never changes. */
@Path(LogoResource.PATH)
class LogoResource {
    static final String PATH = "/connect/assets/logos";
    static final String PREFIX = "logo";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final OperatorBranding operator;
    private final ProfileLogos logos;

    LogoResource(OperatorBranding operator, ProfileLogos logos) {
        this.operator = operator;
        this.logos = logos;
    }

    /** Where a browser gets a logo. */
    static String path(String name) {
        return PATH + "/" + name;
    }

    @GET
    @Path("/{name}")
    @Operation(hidden = true)
    public Uni<Response> logo(@RestPath String name) {
        return find(name)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .map(LogoResource::response);
    }

    private Uni<Optional<BrandLogo>> find(String name) {
        Optional<BrandLogo> operators = operator.logo(name);
        Optional<TenantToken> token = TenantToken.parse(PREFIX, name);
        return token.isEmpty()
                ? Uni.createFrom().item(operators)
                : logos.find(token.get().tenantId(), name);
    }

    private static Response response(BrandLogo logo) {
        return Response.ok(logo.image(), logo.mediaType()).header("Cache-Control", FOREVER).build();
    }
}
