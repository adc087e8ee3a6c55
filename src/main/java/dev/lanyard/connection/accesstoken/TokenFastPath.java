package dev.lanyard.connection.accesstoken;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.http.FilterOrder;
import dev.lanyard.http.RequestIds;
import dev.lanyard.http.ResponseHeaders;
import dev.lanyard.id.Ids;
import dev.lanyard.tenant.access.CachedCallers;
import dev.lanyard.tenant.access.Caller;
import dev.lanyard.tenant.access.Scope;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.quarkus.arc.ClientProxy;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token read as almost every one is: key and data key remembered, token good for long enough.
 * It costs the SELECT at most, and little else. Everything else goes on to {@link TokenResource},
 * which owns what is answered then; this path only ever says 200.
 */
@Singleton
class TokenFastPath {
    private static final String PREFIX = "/v1/connections/";
    private static final String SUFFIX = "/token";
    private static final String READ = "lanyard.token-row";
    private static final CharSequence JSON =
            HttpHeaders.createOptimized("application/json;charset=UTF-8");

    private final TokenRows rows;
    private final CachedCallers callers;
    private final Vault vault;
    private final UsageTracker usage;
    private final TokenReadAudit reads;
    private final ObjectWriter json;
    private final TokenReadMeters meters;
    private final ResponseHeaders headers;

    TokenFastPath(
            TokenRows rows,
            CachedCallers callers,
            Vault vault,
            UsageTracker usage,
            TokenReadAudit reads,
            ObjectMapper json,
            TokenReadMeters meters,
            ResponseHeaders headers) {
        this.rows = rows;
        this.callers = ClientProxy.unwrap(callers); // what stands for a bean is slow natively
        this.vault = vault;
        this.usage = usage;
        this.reads = reads;
        this.json = json.writerFor(AccessToken.class);
        this.meters = meters;
        this.headers = ClientProxy.unwrap(headers);
    }

    /** A read that may be served here. */
    private record TokenRead(
            RoutingContext context,
            ConnectionRef connection,
            Caller caller,
            Duration minTtl,
            DataKey key,
            long began) {}

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterOrder.TOKEN_READ);
    }

    private void handle(RoutingContext context) {
        String id = connectionId(context.request());
        if (id == null) {
            context.next();
            return;
        }
        long began = System.nanoTime();
        TokenRead read = read(context, id, began);
        if (read == null) {
            passOn(context, began);
            return;
        }
        TokenRow kept = rows.kept(read.connection());
        Future<@Nullable TokenRow> found =
                kept == null ? rows.read(read.connection()) : Future.succeededFuture(kept);
        found.map(row -> respond(read, row, kept == null))
                .onComplete(written -> end(read, written.result()));
    }

    /**
     * The row that the database gave to this request; what was kept may be too old to refuse by.
     */
    static Optional<TokenRow> seen(RoutingContext context) {
        return Optional.ofNullable(context.get(READ));
    }

    private @Nullable TokenRead read(RoutingContext context, String id, long began) {
        HttpServerRequest request = context.request();
        Duration minTtl = takesJson(request) ? TokenResource.minTtl(request).orElse(null) : null;
        Caller caller =
                minTtl == null ? null : callers.find(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (minTtl == null || caller == null) {
            return null;
        }
        DataKey key = vault.remembered(caller.tenantId());
        if (key == null || !caller.scopes().contains(Scope.OF_TOKEN_READS)) {
            CachedCallers.passOn(context);
            return null;
        }
        ConnectionRef connection = new ConnectionRef(caller.tenantId(), id);
        return new TokenRead(context, connection, caller, minTtl, key, began);
    }

    /** Said plainly, or not at all; what else Accept says is for the resource to negotiate. */
    private static boolean takesJson(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept == null
                || accept.equals("*/*")
                || accept.equals("application/json")
                || accept.startsWith("application/json,");
    }

    /** The resource answers, or a filter before it. */
    private void passOn(RoutingContext context, long began) {
        context.addEndHandler(ended -> meters.ended(context.response().getStatusCode(), began));
        context.next();
    }

    private static @Nullable String connectionId(HttpServerRequest request) {
        String path = request.path();
        if (request.method() != HttpMethod.GET
                || path == null
                || !path.startsWith(PREFIX)
                || !path.endsWith(SUFFIX)) {
            return null;
        }
        int end = path.length() - SUFFIX.length();
        String id = end > PREFIX.length() ? path.substring(PREFIX.length(), end) : "";
        return Ids.isWellFormed(id) ? id : null;
    }

    /**
     * The body; null: this one is for the resource, which need not ask again.
     *
     * @param isRead by this request
     */
    private @Nullable Buffer respond(TokenRead read, @Nullable TokenRow row, boolean isRead) {
        if (row == null || !row.isServable(read.minTtl())) {
            read.context().put(READ, isRead ? row : null);
            return null;
        }
        usage.record(read.connection());
        Buffer body = write(row.open(read.key()));
        reads.record(read.connection(), read.caller(), read.context().request());
        return body;
    }

    private Buffer write(AccessToken token) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(token));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an access token has texts and a time only", e);
        }
    }

    private void end(TokenRead read, @Nullable Buffer body) {
        RoutingContext context = read.context();
        if (body == null) {
            CachedCallers.passOn(context);
            passOn(context, read.began());
            return;
        }
        meters.served(read.began());
        HttpServerResponse response = context.response();
        headers.putOfToken(response);
        RequestIds.echo(context.request(), response);
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }
}
