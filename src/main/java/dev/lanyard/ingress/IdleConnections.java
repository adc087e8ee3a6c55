package dev.lanyard.ingress;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A connection is idle when nothing comes from its client, whatever was written to it. Every
 * response begins within half a minute of its request, far less than {@code
 * quarkus.http.idle-timeout}; watching the writes as well would cost each of them a promise and a
 * listener.
 */
@ApplicationScoped
class IdleConnections implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setReadIdleTimeout(options.getIdleTimeout()).setIdleTimeout(0);
    }
}
