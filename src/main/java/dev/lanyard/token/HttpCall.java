package dev.lanyard.token;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One HTTP request to a provider: sent at most once, no redirects, a deadline over all of it, an
 * answer of limited size.
 *
 * <p>Each call has a connection of its own: a kept one that the provider is just closing would make
 * "sent or not" unknowable, and a refresh token is too precious for the milliseconds
 * (docs/adr/0001).
 */
@ApplicationScoped
public class HttpCall {
    private static final int MAX_ANSWER = 256 * 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MAX_CONNECTIONS = 1_000;

    private final Vertx vertx;
    private final HttpClient client;

    HttpCall(Vertx vertx) {
        this.vertx = vertx;
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setKeepAlive(false)
                                .setMaxPoolSize(MAX_CONNECTIONS)
                                .setConnectTimeout(CONNECT_MILLIS)
                                .setMaxHeaderSize(32 * 1024)
                                .setTcpNoDelay(true));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** What came back; header names in lower case. */
    public record Reply(int status, Map<String, String> headers, String body) {
        @Override
        public String toString() {
            return "Reply[" + status + "]";
        }
    }

    /**
     * GET with a bearer token (RFC 6750 §2.1).
     *
     * @param deadline over everything, connecting included
     * @return fails with {@link IOException} for anything that is not a whole answer
     */
    public Uni<Reply> get(URI uri, String accessToken, Duration deadline) {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + accessToken, "Accept", "application/json");
        return send(HttpMethod.GET, uri, headers, Buffer.buffer(), Deadline.within(deadline));
    }

    /**
     * Sends one request, once.
     *
     * @return fails with {@link NotSentException} if no byte went out, with another {@link
     *     IOException} if it may have been sent
     */
    Uni<Reply> send(
            HttpMethod method,
            URI uri,
            Map<String, String> headers,
            Buffer body,
            Deadline deadline) {
        return Uni.createFrom()
                .emitter(
                        emitter ->
                                connect(method, uri, deadline)
                                        .compose(
                                                request ->
                                                        present(request, headers, body, deadline))
                                        .onSuccess(emitter::complete)
                                        .onFailure(emitter::fail));
    }

    private Future<HttpClientRequest> connect(HttpMethod method, URI uri, Deadline deadline) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(method)
                        .setAbsoluteURI(uri.toString())
                        .setFollowRedirects(false)
                        .setConnectTimeout(
                                Math.max(1, Math.min(CONNECT_MILLIS, deadline.millisLeft())));
        return client.request(options)
                .recover(
                        failure ->
                                Future.failedFuture(
                                        new NotSentException("no connection to " + uri.getHost())));
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
        headers.forEach(request::putHeader);
        Promise<Reply> reply = Promise.promise();
        long timer =
                vertx.setTimer(
                        Math.max(1, deadline.millisLeft()),
                        late -> {
                            reply.tryFail(new IOException("no whole answer in time"));
                            request.reset();
                        });
        request.send(body)
                .compose(HttpCall::read)
                .onComplete(answer -> vertx.cancelTimer(timer))
                .onSuccess(reply::tryComplete)
                .onFailure(failure -> reply.tryFail(asIoException(failure)));
        return reply.future();
    }

    private static Future<Reply> read(HttpClientResponse response) {
        Promise<Reply> reply = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(failure -> reply.tryFail(asIoException(failure)));
        response.handler(
                part -> {
                    if (body.length() + part.length() > MAX_ANSWER) {
                        reply.tryComplete(new Reply(response.statusCode(), headers(response), ""));
                        response.request().reset();
                    } else {
                        body.appendBuffer(part);
                    }
                });
        response.endHandler(
                end ->
                        reply.tryComplete(
                                new Reply(
                                        response.statusCode(),
                                        headers(response),
                                        body.toString())));
        return reply.future();
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        return response.headers().entries().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey().toLowerCase(java.util.Locale.ROOT),
                                Map.Entry::getValue,
                                (first, second) -> first));
    }

    private static IOException asIoException(Throwable failure) {
        return failure instanceof IOException io
                ? io
                : new IOException("the connection broke: " + failure.getClass().getSimpleName());
    }
}
