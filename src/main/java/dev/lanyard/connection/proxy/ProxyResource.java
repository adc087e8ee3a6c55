package dev.lanyard.connection.proxy;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The proxy in the API's reference. {@link ProxyRoute} takes its requests before they come here;
 * what comes all the same is an address that only looks like one when decoded.
 */
@Path("/v1/connections/{id}/proxy/{path: .*}")
@Tag(name = "Connections")
class ProxyResource {
    private static final String PASSED_ON =
            "The request goes to the provider's API with the connection's access token, and the"
                    + " response comes back: any method, header and body, streamed both ways. A"
                    + " response with the header Lanyard-Connection is the provider's own; one"
                    + " without it is Lanyard's. See docs/proxy.md.";

    /** The connection's id. */
    @PathParam("id")
    @Nullable String id;

    /** Below the provider's base URL, or a whole address of one of its hosts. */
    @PathParam("path")
    @Nullable String path;

    @GET
    @RequiresScope(Scope.TOKENS)
    @Operation(summary = "Ask the provider's API", description = PASSED_ON)
    @APIResponse(
            responseCode = "200",
            description = "Whatever the provider responds, with its own status",
            content = @Content(mediaType = "*/*", schema = @Schema(implementation = Object.class)))
    public void get() {
        throw ProblemException.notFound();
    }

    @POST
    @RequiresScope(Scope.TOKENS)
    @Operation(summary = "Post to the provider's API", description = PASSED_ON)
    @APIResponse(
            responseCode = "200",
            description = "Whatever the provider responds, with its own status",
            content = @Content(mediaType = "*/*", schema = @Schema(implementation = Object.class)))
    public void post() {
        throw ProblemException.notFound();
    }

    @PUT
    @RequiresScope(Scope.TOKENS)
    @Operation(summary = "Put to the provider's API", description = PASSED_ON)
    @APIResponse(
            responseCode = "200",
            description = "Whatever the provider responds, with its own status",
            content = @Content(mediaType = "*/*", schema = @Schema(implementation = Object.class)))
    public void put() {
        throw ProblemException.notFound();
    }

    @PATCH
    @RequiresScope(Scope.TOKENS)
    @Operation(summary = "Patch at the provider's API", description = PASSED_ON)
    @APIResponse(
            responseCode = "200",
            description = "Whatever the provider responds, with its own status",
            content = @Content(mediaType = "*/*", schema = @Schema(implementation = Object.class)))
    public void patch() {
        throw ProblemException.notFound();
    }

    @DELETE
    @RequiresScope(Scope.TOKENS)
    @Operation(summary = "Delete at the provider's API", description = PASSED_ON)
    @APIResponse(
            responseCode = "200",
            description = "Whatever the provider responds, with its own status",
            content = @Content(mediaType = "*/*", schema = @Schema(implementation = Object.class)))
    public void delete() {
        throw ProblemException.notFound();
    }
}
