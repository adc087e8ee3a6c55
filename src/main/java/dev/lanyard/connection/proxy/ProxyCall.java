package dev.lanyard.connection.proxy;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.Caller;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A request to be proxied, whose caller is known.
 *
 * @param actor the caller as the audit log has it
 * @param began {@link System#nanoTime()} when it came
 */
record ProxyCall(RoutingContext context, ProxyPath path, Caller caller, Actor actor, long began) {
    HttpServerRequest request() {
        return context.request();
    }

    ConnectionRef connection() {
        return new ConnectionRef(caller.tenantId(), path.connectionId());
    }
}
