package dev.lanyard.connection.proxy;

import dev.lanyard.http.RequestBodies;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * A provider's response on its way to the client: head and parts go on at once, and no more is read
 * than the client takes.
 */
final class ResponseStream {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final HttpServerRequest request;
    private final HttpServerResponse to;
    private final StallWatch watch;

    ResponseStream(HttpServerRequest request, StallWatch watch) {
        this.request = request;
        this.to = request.response();
        this.watch = watch;
    }

    /**
     * Begins to pass it on.
     *
     * @param from paused
     * @param connectionId of the connection whose token it was made with
     */
    void begin(HttpClientResponse from, String connectionId, Runnable ended, Runnable broken) {
        to.setStatusCode(from.statusCode()).setStatusMessage(from.statusMessage());
        ProxyHeaders.passResponse(from.headers(), to.headers());
        to.putHeader(ProxyHeaders.CONNECTION_ID, connectionId);
        if (hasBody(from) && !from.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            to.setChunked(true);
        }
        from.exceptionHandler(failure -> broken.run());
        from.handler(part -> pass(from, part));
        from.endHandler(end -> end(from, ended));
        Context context = Vertx.currentContext();
        from.resume();
        context.runOnContext(later -> sendHead(from));
    }

    private boolean hasBody(HttpClientResponse from) {
        return request.method() != HttpMethod.HEAD
                && from.statusCode() != NO_CONTENT
                && from.statusCode() != NOT_MODIFIED;
    }

    /** No part came with it: the head does not wait for one. */
    private void sendHead(HttpClientResponse from) {
        if (hasBody(from) && !to.headWritten() && !to.ended() && !to.closed()) {
            to.write(Buffer.buffer());
        }
    }

    private void pass(HttpClientResponse from, Buffer part) {
        watch.progress();
        if (to.closed()) {
            return;
        }
        to.write(part);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> resume(from));
        }
    }

    private void resume(HttpClientResponse from) {
        watch.progress();
        from.resume();
    }

    private void end(HttpClientResponse from, Runnable ended) {
        if (to.closed()) {
            return;
        }
        if (to.isChunked()) {
            ProxyHeaders.passTrailers(from.trailers(), to.trailers());
        }
        boolean endsByClosing =
                request.version() == HttpVersion.HTTP_1_0
                        && !to.headers().contains(HttpHeaders.CONTENT_LENGTH);
        Future<Void> sent = to.end();
        ended.run();
        if (RequestStream.isExpected(request) && !request.isEnded()) {
            sent.onSuccess(done -> RequestBodies.closeOnceRead(request));
        } else if (endsByClosing) {
            sent.onSuccess(done -> request.connection().close());
        }
    }
}
