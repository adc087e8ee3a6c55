package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands out fresh access tokens; {@link TokenFastPath} handles almost every read before it comes
 * here.
 */
@Path("/v1/connections/{id}/token")
@Tag(name = "Connections")
class TokenResource {
    private static final Duration DEFAULT_MIN_TTL = Duration.ofSeconds(60);
    private static final int MAX_MIN_TTL = 3600;
    private static final Pattern PLAIN = Pattern.compile("min_ttl=\\d{1,3}");

    private final CurrentCaller caller;
    private final FreshTokens tokens;
    private final TokenReadAudit reads;
    private final TokenReadMeters meters;
    private final AuditTrail trail;

    TokenResource(
            CurrentCaller caller,
            FreshTokens tokens,
            TokenReadAudit reads,
            TokenReadMeters meters,
            AuditTrail trail) {
        this.caller = caller;
        this.tokens = tokens;
        this.reads = reads;
        this.meters = meters;
        this.trail = trail;
    }

    @GET
    @RequiresScope(Scope.TOKENS)
    @Operation(summary = "Get an access token that is good for at least min_ttl seconds")
    public Uni<AccessToken> token(
            @PathParam("id") String id,
            @QueryParam("min_ttl") @Nullable String minTtl,
            @Context RoutingContext request) {
        ConnectionRef connection = new ConnectionRef(caller.tenantId(), id);
        Actor reader = trail.caller();
        long began = System.nanoTime();
        return tokens.read(connection, minTtl(given(minTtl)), TokenFastPath.seen(request))
                .invoke(token -> reads.record(connection, reader))
                .invoke(() -> meters.served(began))
                .onFailure()
                .invoke(failure -> meters.refused(failure, began));
    }

    /** What {@code min_ttl} asks for; empty if that is not valid, or not said once and plainly. */
    static Optional<Duration> minTtl(HttpServerRequest request) {
        String query = request.query();
        if (query == null || query.isEmpty()) {
            return Optional.of(DEFAULT_MIN_TTL);
        }
        return PLAIN.matcher(query).matches()
                ? Optional.of(minTtl(query.substring(query.indexOf('=') + 1)))
                : Optional.empty();
    }

    /** The framework takes an empty value for none, and the first of two for both. */
    private static @Nullable String given(@Nullable String minTtl) {
        List<String> all = CurrentRequestManager.get().serverRequest().getAllQueryParams("min_ttl");
        return all.isEmpty() ? minTtl : all.size() == 1 ? all.get(0) : "";
    }

    /** The same from its text; null: not sent. Fails with {@code validation_failed}. */
    static Duration minTtl(@Nullable String text) {
        if (text == null) {
            return DEFAULT_MIN_TTL;
        }
        if (text.matches("\\d{1,4}") && Integer.parseInt(text) <= MAX_MIN_TTL) {
            return Duration.ofSeconds(Integer.parseInt(text));
        }
        throw ProblemException.invalid(
                "min_ttl", "must be a number of seconds from 0 to " + MAX_MIN_TTL);
    }
}
