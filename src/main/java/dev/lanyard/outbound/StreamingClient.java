package dev.lanyard.outbound;

import dev.lanyard.config.Config;
import dev.lanyard.database.Transactions;
import dev.lanyard.runtime.HostAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests to providers' APIs whose bodies are streamed. Connections are kept and used again, which
 * {@link OutboundClient} never does: here it is the caller who knows whether a request may be sent
 * twice. No redirects; the address's origin must be allowed; TLS proves the server's name.
 */
@Singleton
public class StreamingClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int TRIES = 3;
    private static final int MOST_CONNECTIONS = 256; // of one address and event loop
    private static final int MOST_WAITING = 256;
    private static final int KEPT_SECONDS = 15; // less than servers keep them

    private final Vertx vertx;
    private final LoopClients clients;
    private final AllowedOrigins destinations;
    private final EgressProxy proxy;
    private final String userAgent = UserAgent.text();

    @Inject
    StreamingClient(Vertx vertx, Config config, AllowedOrigins destinations) {
        this(
                vertx,
                TrustedAuthorities.with(config.caCertFile()),
                destinations,
                EgressProxy.of(config));
    }

    StreamingClient(
            Vertx vertx,
            Optional<TrustOptions> trust,
            AllowedOrigins destinations,
            EgressProxy proxy) {
        HttpClientOptions options =
                new HttpClientOptions()
                        .setKeepAliveTimeout(KEPT_SECONDS)
                        .setMaxPoolSize(MOST_CONNECTIONS)
                        .setMaxWaitQueueSize(MOST_WAITING)
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setMaxHeaderSize(32 * 1024)
                        .setMaxInitialLineLength(16 * 1024)
                        .setTcpNoDelay(true)
                        .setVerifyHost(true);
        trust.ifPresent(options::setTrustOptions);
        this.vertx = vertx;
        this.clients = new LoopClients(vertx, options);
        this.destinations = destinations;
        this.proxy = proxy;
    }

    /** Cuts what is under way. */
    @PreDestroy
    void close() {
        clients.close();
    }

    /** What calls say who they are by, where a caller does not say it. */
    public String userAgent() {
        return userAgent;
    }

    /**
     * A request that can be written to: the connection is there within 5 s, be it a new one or a
     * kept one.
     *
     * @param origin scheme, host and port
     * @param target path and query, as they are sent
     * @return fails with {@link NotSentException}, saying why
     */
    public Future<HttpClientRequest> open(HttpMethod method, URI origin, String target) {
        if (Transactions.isOpen()) {
            throw new IllegalStateException(
                    "A session of the database is open while somebody outside is asked");
        }
        if (!destinations.contains(origin)) {
            return Future.failedFuture(
                    new NotSentException(origin.getHost() + " is not in the catalogue"));
        }
        Future<HttpClientRequest> connection = connect(to(method, origin, target));
        if (connection.succeeded()) { // a kept one: nothing is to be waited for
            return connection;
        }
        Future<HttpClientRequest> inTime =
                connection.timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        inTime.onFailure(late -> connection.onSuccess(HttpClientRequest::reset));
        return inTime.recover(failure -> Future.failedFuture(notSent(origin, failure)));
    }

    private static NotSentException notSent(URI origin, Throwable failure) {
        return new NotSentException(UnreachableHost.text(origin.getHost(), failure));
    }

    private static RequestOptions to(HttpMethod method, URI origin, String target) {
        boolean tls = "https".equals(origin.getScheme());
        return new RequestOptions()
                .setMethod(method)
                .setSsl(tls)
                .setHost(origin.getHost())
                .setPort(origin.getPort() > 0 ? origin.getPort() : tls ? 443 : 80)
                .setURI(target)
                .setFollowRedirects(false);
    }

    /** By the proxy, which looks names up, or to the first address that can be connected to. */
    private Future<HttpClientRequest> connect(RequestOptions to) {
        ProxyOptions before = proxy.before(to.getHost()).orElse(null);
        return before != null
                ? request(to.setProxyOptions(before), null, CONNECT_MILLIS)
                : HostAddresses.of(vertx, to.getHost(), to.getPort())
                        .compose(servers -> first(to, servers));
    }

    private Future<HttpClientRequest> first(RequestOptions to, List<SocketAddress> servers) {
        if (servers.size() == 1) {
            return request(to.setServer(servers.get(0)).setConnectTimeout(CONNECT_MILLIS), TRIES);
        }
        long share = CONNECT_MILLIS / servers.size();
        Future<HttpClientRequest> request = request(to, servers.get(0), share);
        for (SocketAddress next : servers.subList(1, servers.size())) {
            request = request.recover(failure -> request(to, next, share));
        }
        return request;
    }

    private Future<HttpClientRequest> request(
            RequestOptions to, @Nullable SocketAddress server, long patience) {
        return request(new RequestOptions(to).setServer(server).setConnectTimeout(patience), TRIES);
    }

    /** Several kept connections may have been closed just now; nothing was sent on them. */
    private Future<HttpClientRequest> request(RequestOptions to, int tries) {
        return clients.here()
                .request(to)
                .recover(
                        failure ->
                                tries > 1 && UnreachableHost.isClosed(failure)
                                        ? request(to, tries - 1)
                                        : Future.failedFuture(failure));
    }
}
