package dev.lanyard.outbound;

import dev.lanyard.database.Transactions;
import dev.lanyard.runtime.HostAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
                        .setMaxHeaderSize(32 * 1024)
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
        Promise<Reply> reply = Promise.promise();
        long timer =
                vertx.setTimer(
                        Math.max(1, deadline.millisLeft()),
                        late -> {
                            reply.tryFail(new IOException("no whole response in time"));
                            request.reset();
                        });
        request.send(body)
                .compose(this::read)
                .onComplete(ended -> vertx.cancelTimer(timer))
                .onSuccess(reply::tryComplete)
                .onFailure(failure -> reply.tryFail(asIoException(failure)));
        return reply.future();
    }

    private Future<Reply> read(HttpClientResponse response) {
        Promise<Reply> reply = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(failure -> reply.tryFail(cut(response, body, failure)));
        response.handler(
                part -> {
                    if (body.length() + part.length() > maxResponse) {
                        reply.tryComplete(new Reply(response.statusCode(), headers(response), ""));
                        response.request().reset();
                    } else {
                        body.appendBuffer(part);
                    }
                });
        response.endHandler(end -> reply.tryComplete(whole(response, body)));
        return reply.future();
    }

    private IOException cut(HttpClientResponse response, Buffer body, Throwable failure) {
        IOException why = asIoException(failure);
        return body.length() == 0
                ? why
                : new CutResponseException(String.valueOf(why.getMessage()), whole(response, body));
    }

    private Reply whole(HttpClientResponse response, Buffer body) {
        Map<String, String> headers = headers(response);
        return new Reply(
                response.statusCode(),
                headers,
                ResponseText.read(headers, body.getBytes(), maxResponse));
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        return response.headers().entries().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().toLowerCase(Locale.ROOT),
                                Map.Entry::getValue,
                                (first, second) -> first));
    }

    private static IOException asIoException(Throwable failure) {
        return failure instanceof IOException io
                ? io
                : new IOException("the connection broke: " + failure.getClass().getSimpleName());
    }
}
