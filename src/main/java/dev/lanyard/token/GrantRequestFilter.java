package dev.lanyard.token;

import dev.lanyard.config.Config;
import dev.lanyard.outbound.EgressProxy;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.outbound.ReachableAddress;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.smallrye.mutiny.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.predicate.ResponsePredicateResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets a token request of quarkus-oidc-client out once, with a deadline, a limit of its response's
 * size, and no redirects. The library sends again after a reset connection, and passes here each
 * time that it does.
 */
@Unremovable // found by the library only
@ApplicationScoped
class GrantRequestFilter implements OidcRequestFilter {
    private static final long CONNECT_MILLIS = 5_000;

    private final String userAgent;
    private final EgressProxy proxy;
    private final Vertx vertx;

    @Inject
    GrantRequestFilter(
            @ConfigProperty(name = "quarkus.application.version") String applicationVersion,
            Config config,
            Vertx vertx) {
        this(applicationVersion, EgressProxy.of(config), vertx);
    }

    GrantRequestFilter(String applicationVersion, EgressProxy proxy, Vertx vertx) {
        this.userAgent = "Lanyard/" + applicationVersion;
        this.proxy = proxy;
        this.vertx = vertx;
    }

    /** Inside the returned {@code Uni}: what is outside of it runs once, whatever is sent again. */
    @Override
    public Uni<Void> filter(OidcRequestFilterContext call) {
        return Uni.createFrom().context(context -> aimAndSend(call, request(call, context)));
    }

    private Uni<Void> aimAndSend(OidcRequestFilterContext call, GrantRequest request) {
        return aim(call.request().getDelegate()).chain(() -> send(call, request));
    }

    /** Kept with the call: a context may be shared with other calls, the properties are its own. */
    private static GrantRequest request(OidcRequestFilterContext call, Context context) {
        String key = GrantRequest.class.getName();
        GrantRequest known = call.contextProperties().get(key);
        GrantRequest request = known == null ? GrantRequest.of(context) : known;
        call.contextProperties().put(key, request);
        return request;
    }

    private Uni<Void> send(OidcRequestFilterContext call, GrantRequest request) {
        long millisLeft = request.millisLeft();
        if (millisLeft <= 0) {
            return Uni.createFrom().failure(new NotSentException("the time to send had passed"));
        }
        if (!request.maySend()) {
            return Uni.createFrom().failure(new IOException("it is sent once"));
        }
        prepare(call.request().getDelegate(), request, millisLeft);
        return Uni.createFrom().voidItem();
    }

    /**
     * At the proxy, or at an address that can be connected to: the library tries the name's first
     * only. Before the clock is asked, for it takes time.
     */
    private Uni<Void> aim(HttpRequest<Buffer> http) {
        String name = http.host();
        proxy.before(name).ifPresent(http::proxy);
        return http.proxy() != null
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .completionStage(() -> reachable(name, http.port()))
                        .invoke(address -> address.ifPresent(ip -> http.virtualHost(name).host(ip)))
                        .replaceWithVoid();
    }

    private CompletionStage<Optional<String>> reachable(String name, int port) {
        return ReachableAddress.of(vertx, name, port).toCompletionStage();
    }

    @SuppressWarnings("deprecation") // "expect" is what sees the status before the body
    private void prepare(HttpRequest<Buffer> http, GrantRequest request, long millisLeft) {
        http.putHeader("Accept", "application/json")
                .putHeader("Accept-Encoding", "identity")
                .putHeader("User-Agent", userAgent)
                // a kept connection that the provider is just closing would cost the code
                .putHeader("Connection", "close")
                .followRedirects(false)
                .connectTimeout(Math.min(CONNECT_MILLIS, millisLeft))
                .idleTimeout(millisLeft)
                .expect(
                        head -> {
                            request.begin(head.statusCode(), head.headers());
                            return ResponsePredicateResult.success();
                        })
                .as(new LimitedBodyCodec(request::cut, request::gatherIn));
    }
}
