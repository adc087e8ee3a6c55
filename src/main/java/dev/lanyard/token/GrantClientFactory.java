package dev.lanyard.token;

import dev.lanyard.outbound.LenientFraming;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientRecorder;
import io.quarkus.oidc.common.runtime.OidcTlsSupport;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.runtime.annotations.RegisterForProxy;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Makes clients of quarkus-oidc-client as {@link io.quarkus.oidc.client.OidcClients} does, but for
 * the HTTP client beneath them: the library has no setting for the size of header fields, nor for
 * how strictly a response is read, and a code may be used once (docs/adr/0001).
 */
@ApplicationScoped
@RegisterForProxy(targets = Vertx.class)
class GrantClientFactory {
    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;

    GrantClientFactory(
            Vertx vertx, TlsConfigurationRegistry tls, ProxyConfigurationRegistry proxies) {
        this.vertx = vertx;
        this.tls = tls;
        this.proxies = proxies;
    }

    Uni<OidcClient> open(OidcClientConfig config) {
        return Library.open(config, lenient(vertx), OidcTlsSupport.of(tls), proxies);
    }

    /** What the library keeps for its own subclasses. */
    private static final class Library extends OidcClientRecorder {
        static Uni<OidcClient> open(
                OidcClientConfig config,
                Vertx vertx,
                OidcTlsSupport tls,
                ProxyConfigurationRegistry proxies) {
            return createOidcClientUni(config, config.id().orElseThrow(), vertx, tls, proxies);
        }
    }

    /** The same Vert.x, whose HTTP clients are made here. */
    private static Vertx lenient(Vertx vertx) {
        return (Vertx)
                Proxy.newProxyInstance(
                        Vertx.class.getClassLoader(),
                        new Class<?>[] {Vertx.class},
                        (proxy, method, arguments) -> call(vertx, method, arguments));
    }

    private static Object call(Vertx vertx, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("createHttpClient")
                && arguments.length == 1
                && arguments[0] instanceof HttpClientOptions options) {
            return client(vertx, options);
        }
        try {
            return method.invoke(vertx, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object client(Vertx vertx, HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options.setMaxHeaderSize(LenientFraming.MAX_HEADER_SIZE))
                .with(options.getPoolOptions())
                .withConnectHandler(LenientFraming::of)
                .build();
    }
}
