package dev.lanyard.connection.proxy;

import dev.lanyard.connection.accesstoken.TokenUses;
import dev.lanyard.connection.accesstoken.UsableToken;
import dev.lanyard.http.FilterOrder;
import dev.lanyard.ingress.StreamedRequests;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.Caller;
import dev.lanyard.tenant.access.ClientAddresses;
import dev.lanyard.tenant.access.RequestCallers;
import dev.lanyard.tenant.access.Scope;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Takes requests for a connection's proxy before the REST layer, which would read their bodies: who
 * is calling, what is asked for, with which token, and then {@link ProxyExchange}. {@link
 * ProxyResource} describes it for the API's reference.
 */
@Singleton
class ProxyRoute {
    private final RequestCallers callers;
    private final ClientAddresses addresses;
    private final ProxyUpstream upstream;
    private final Providers providers;
    private final ProxyPlaces places;
    private final TokenUses uses;
    private final ProxyEnds ends;

    ProxyRoute(
            RequestCallers callers,
            ClientAddresses addresses,
            ProxyUpstream upstream,
            Providers providers,
            ProxyPlaces places,
            TokenUses uses,
            ProxyEnds ends) {
        this.callers = callers;
        this.addresses = addresses;
        this.upstream = upstream;
        this.providers = providers;
        this.places = places;
        this.uses = uses;
        this.ends = ends;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterOrder.PROXY);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        ProxyPath path = ProxyPath.of(request);
        if (path == null) {
            context.next();
            return;
        }
        long began = System.nanoTime();
        if (RequestStream.isExpected(request)) {
            request.pause();
        }
        Caller known = callers.remembered(request);
        if (known != null) {
            serve(call(context, path, known, began));
            return;
        }
        SameContext.of(callers.of(request))
                .onSuccess(caller -> serve(call(context, path, caller, began)))
                .onFailure(failure -> ends.unauthorized(context, began, failure));
    }

    private ProxyCall call(RoutingContext context, ProxyPath path, Caller caller, long began) {
        return new ProxyCall(
                context, path, caller, addresses.actor(caller, context.request()), began);
    }

    private void serve(ProxyCall call) {
        try {
            check(call);
            places.take(call.caller().tenantId());
        } catch (ProblemException refused) {
            ends.refused(call, ProxyMeters.NO_PROVIDER, refused);
            return;
        }
        StreamedRequests.begin(call.request());
        upstream.token(call.connection())
                .onSuccess(token -> exchange(call, token))
                .onFailure(
                        failure ->
                                end(call, ProxyMeters.NO_PROVIDER, Future.failedFuture(failure)));
    }

    private static void check(ProxyCall call) {
        RequestCallers.require(Scope.OF_TOKEN_READS, call.caller());
        if ("websocket".equalsIgnoreCase(call.request().getHeader(HttpHeaders.UPGRADE))) {
            throw ProxyProblems.webSocket();
        }
        ProxyTarget.check(call.path());
    }

    private void exchange(ProxyCall call, UsableToken token) {
        uses.proxied(token.connection(), call.actor());
        target(call, token)
                .compose(target -> exchange(call, target).run(token))
                .onComplete(end -> end(call, token.provider(), end));
    }

    private ProxyExchange exchange(ProxyCall call, ProxyTarget target) {
        return new ProxyExchange(call.request(), target, upstream, ProxyDeadlines.PROMISED);
    }

    private Future<ProxyTarget> target(ProxyCall call, UsableToken token) {
        try {
            return Future.succeededFuture(
                    providers
                            .find(token.provider())
                            .map(provider -> ProxyTarget.of(provider.api(), call.path()))
                            .orElseThrow(() -> ProxyProblems.noProvider(token.provider())));
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    private void end(ProxyCall call, String provider, AsyncResult<ProxyOutcome> end) {
        places.giveBack(call.caller().tenantId());
        StreamedRequests.end(call.request());
        if (end.succeeded()) {
            ends.ended(call, provider, end.result());
        } else {
            ends.refused(call, provider, end.cause());
        }
    }
}
