package dev.lanyard.ingress;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * No HTTP/2 without TLS: a proxy that passes {@code Upgrade: h2c} on would open a way past its own
 * rules ("h2c smuggling"). Over TLS it is negotiated as ever.
 */
@ApplicationScoped
class PlainHttp implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
