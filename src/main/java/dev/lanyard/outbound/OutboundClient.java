package dev.lanyard.outbound;

import dev.lanyard.database.Transactions;
import dev.lanyard.runtime.HostAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * HTTP requests to others: each sent at most once, no redirects, a deadline over all of it, an
 * response of limited size, TLS with the server's name proved.
 *
 * <p>Each call has a connection of its own: a kept one that the other side is just closing would
 * make "sent or not" unknowable, and a refresh token is too precious for the milliseconds
 * (docs/adr/0001).
 */
public final class OutboundClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MAX_CONNECTIONS = 1_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final int maxResponse;
    private final String userAgent = UserAgent.text();

    /**
     * A client of its own.
     *
     * @param trust who may vouch for a server; empty: the JDK's authorities
     * @param maxAnswer the longest body that is read, in bytes
     */
    public OutboundClient(Vertx vertx, Optional<TrustOptions> trust, int maxResponse) {
        HttpClientOptions options =
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setMaxPoolSize(MAX_CONNECTIONS)
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setMaxHeaderSize(LenientFraming.MAX_HEADER_SIZE)
                        .setTcpNoDelay(true)
                        .setVerifyHost(true);
        trust.ifPresent(options::setTrustOptions);
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options);
        this.maxResponse = maxResponse;
    }

    /** Cuts what is under way. */
    public void close() {
        client.close();
    }

    /**
     * A response; header names in lower case.
     *
     * @param body empty when it was too long
     */
    public record Reply(int status, Map<String, String> headers, String body) {
        @Override
        public String toString() {
            return "Reply[" + status + "]";
        }
    }

    /**
     * Sends one request, once.
     *
     * @param to method, address, and what else the connection needs
     * @return fails with {@link NotSentException} if no byte of it went out, with another {@link
     *     IOException} if it may have been sent
     */
    public Uni<Reply> send(
            RequestOptions to, Map<String, String> headers, Buffer body, Deadline deadline) {
        return Uni.createFrom()
                .emitter(
                        emitter ->
                                connect(to, deadline)
                                        .compose(
                                                request ->
                                                        present(request, headers, body, deadline))
                                        .onSuccess(emitter::complete)
                                        .onFailure(emitter::fail));
    }

    /**
     * Whether a server can be connected to just now; nothing is sent. Never fails.
     *
     * @return why not; empty if it can
     */
    Uni<Optional<String>> whyUnreachable(RequestOptions to, Deadline deadline) {
        return Uni.createFrom()
                .completionStage(() -> connect(to, deadline).toCompletionStage())
                .invoke(HttpClientRequest::reset)
                .map(connected -> Optional.<String>empty())
                .onFailure()
                .recoverWithItem(failure -> Optional.ofNullable(failure.getMessage()));
    }

    /** Bounded over name, connection and TLS together; a connection that comes later is dropped. */
    private Future<HttpClientRequest> connect(RequestOptions to, Deadline deadline) {
        if (Transactions.isOpen()) {
            throw new IllegalStateException(
                    "A session of the database is open while somebody outside is asked");
        }
        long patience = Math.max(1, Math.min(CONNECT_MILLIS, deadline.millisLeft()));
        Future<HttpClientRequest> connection =
                servers(to).compose(servers -> first(to, servers, patience));
        Future<HttpClientRequest> inTime = connection.timeout(patience, TimeUnit.MILLISECONDS);
        inTime.onFailure(late -> connection.onSuccess(HttpClientRequest::reset));
        return inTime.recover(
                failure ->
                        Future.failedFuture(
                                new NotSentException(UnreachableHost.text(to.getHost(), failure))));
    }

    /** Every address of the name, unless it was looked up already, or a proxy does that. */
    private Future<List<SocketAddress>> servers(RequestOptions to) {
        SocketAddress known = to.getServer();
        if (known != null) {
            return Future.succeededFuture(List.of(known));
        }
        return to.getProxyOptions() != null
                ? Future.succeededFuture(
                        List.of(SocketAddress.inetSocketAddress(to.getPort(), to.getHost())))
                : HostAddresses.of(vertx, to.getHost(), to.getPort());
    }

    /** The first that can be connected to; each has its share of the time. */
    private Future<HttpClientRequest> first(
            RequestOptions to, List<SocketAddress> servers, long patience) {
        long share = Math.max(1, patience / servers.size());
        Future<HttpClientRequest> request = request(to, servers.get(0), share);
        for (SocketAddress next : servers.subList(1, servers.size())) {
            request = request.recover(failure -> request(to, next, share));
        }
        return request;
    }

    private Future<HttpClientRequest> request(
            RequestOptions to, SocketAddress server, long patience) {
        RequestOptions attempt =
                new RequestOptions(to).setFollowRedirects(false).setConnectTimeout(patience);
        if (to.getProxyOptions() == null) {
            attempt.setServer(server);
        }
        Future<HttpClientRequest> connection = client.request(attempt);
        Future<HttpClientRequest> inTime = connection.timeout(patience, TimeUnit.MILLISECONDS);
        inTime.onFailure(late -> connection.onSuccess(HttpClientRequest::reset));
        return inTime;
    }

    /**
     * Runs on the connection's event loop, so that nothing comes between the look at the clock and
     * the write.
     */
    private Future<Reply> present(
            HttpClientRequest request,
            Map<String, String> headers,
            Buffer body,
            Deadline deadline) {
        if (!deadline.mayStart()) {
            request.reset();
            return Future.failedFuture(new NotSentException("the time to send had passed"));
        }
        request.putHeader("User-Agent", userAgent)
                .putHeader("Accept", "application/json")
                .putHeader("Accept-Encoding", "identity");
        headers.forEach(request::putHeader);
        LenientFraming.of(request.connection());
        ComingResponse coming = new ComingResponse(maxResponse);
        long timer =
                vertx.setTimer(
                        Math.max(1, deadline.millisLeft()),
                        late -> {
                            coming.end(new IOException("no whole response in time"));
                            request.reset();
                        });
        request.send(body).onComplete(coming::begin, coming::end);
        return coming.reply().onComplete(ended -> vertx.cancelTimer(timer));
    }
}
