package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CallerAdmission;
import dev.lanyard.tenant.access.CallerInBody;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a caller's own credential for a connection's access token (RFC 8693), for OAuth
 * libraries: the same token, by the same rules, as {@link TokenResource} hands out. Its refusals
 * are written by {@link ExchangeRefusals}.
 */
@Path(CallerInBody.PATH)
@Tag(name = "Connections")
class TokenExchangeResource {
    private final CallerAdmission admission;
    private final ExchangeTargets targets;
    private final FreshTokens tokens;
    private final TokenReadAudit reads;
    private final TokenReadMeters meters;
    private final AuditTrail trail;

    TokenExchangeResource(
            CallerAdmission admission,
            ExchangeTargets targets,
            FreshTokens tokens,
            TokenReadAudit reads,
            TokenReadMeters meters,
            AuditTrail trail) {
        this.admission = admission;
        this.targets = targets;
        this.tokens = tokens;
        this.reads = reads;
        this.meters = meters;
        this.trail = trail;
    }

    @POST
    @CallerInBody
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Exchange an API key or a workload token for an access token (RFC 8693)",
            description =
                    "The credential is subject_token; Authorization is not read. Refusals have the"
                            + " form of RFC 6749 section 5.2.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = {
                                                "grant_type",
                                                "subject_token",
                                                "subject_token_type"
                                            },
                                            properties = {
                                                @SchemaProperty(
                                                        name = "grant_type",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "urn:ietf:params:oauth:grant-type:token-exchange"),
                                                @SchemaProperty(
                                                        name = "subject_token",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "an API key, or a workload token"),
                                                @SchemaProperty(
                                                        name = "subject_token_type",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "urn:ietf:params:oauth:token-type:access_token for an API key, …:jwt for a workload token"),
                                                @SchemaProperty(
                                                        name = "resource",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "a connection's id, or its address"),
                                                @SchemaProperty(
                                                        name = "audience",
                                                        type = SchemaType.STRING,
                                                        description = "the same; either will do"),
                                                @SchemaProperty(
                                                        name = "provider",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "with end_user_id, in place of an id"),
                                                @SchemaProperty(
                                                        name = "end_user_id",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "the tenant's own id of the end user"),
                                                @SchemaProperty(
                                                        name = "requested_token_type",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "urn:ietf:params:oauth:token-type:access_token"),
                                                @SchemaProperty(
                                                        name = "min_ttl",
                                                        type = SchemaType.STRING,
                                                        description =
                                                                "seconds for which the token must be good, 0 to 3600; 60 by default")
                                            })))
    public Uni<ExchangedToken> exchange(@Nullable String body) {
        long began = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> read(TokenExchangeRequest.parse(body)))
                .invoke(token -> meters.served(began))
                .onFailure()
                .invoke(failure -> meters.refused(failure, began))
                .map(ExchangedToken::of);
    }

    /** It changes nothing, though it is a POST: the audit log has it as it has a token read. */
    private Uni<AccessToken> read(TokenExchangeRequest request) {
        request.check();
        Duration minTtl = TokenResource.minTtl(request.text("min_ttl"));
        trail.readOnly();
        trail.call("connection.token_read");
        return admission
                .admit(request.subjectToken(), http(), Scope.OF_TOKEN_READS)
                .chain(caller -> targets.find(caller.tenantId(), request))
                .chain(connection -> read(connection, minTtl));
    }

    private Uni<AccessToken> read(ConnectionRef connection, Duration minTtl) {
        Actor reader = trail.caller();
        return tokens.read(connection, minTtl, Optional.empty())
                .invoke(token -> reads.record(connection, reader));
    }

    private static HttpServerRequest http() {
        return CurrentRequestManager.get().serverRequest().unwrap(HttpServerRequest.class);
    }
}
