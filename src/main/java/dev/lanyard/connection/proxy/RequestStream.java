package dev.lanyard.connection.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The body of a client's request on its way to the provider: each part goes on at once, and no more
 * is read than is written. While all of it is small a copy is kept, for the provider may refuse the
 * token.
 */
final class RequestStream {
    /** The longest body that is sent a second time, in bytes. */
    static final int MOST_REPLAYED = 64 * 1024;

    private static final long UNASKED_CONTINUE_MILLIS = 1_000;

    private final HttpServerRequest from;
    private final StallWatch watch;
    private final Runnable ended;
    private final Promise<Boolean> whole = Promise.promise();
    private @Nullable Buffer copy;
    private @Nullable HttpClientRequest to;
    private boolean begun;
    private boolean complete;
    private boolean mayGoOn;

    /**
     * A body of which nothing is read yet.
     *
     * @param ended called when all of it has been sent
     */
    RequestStream(HttpServerRequest from, StallWatch watch, Runnable ended) {
        this.from = from;
        this.watch = watch;
        this.ended = ended;
        this.complete = !isExpected(from);
        this.copy = length(from) > MOST_REPLAYED ? null : Buffer.buffer();
        this.mayGoOn = !asksToGoOn(from);
    }

    /** Whether this request has a body, by its header (RFC 9112 §6.3). */
    static boolean isExpected(HttpServerRequest request) {
        return length(request) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length.strip());
    }

    private static boolean asksToGoOn(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    /** Sends it with this request: as it comes the first time, the copy the second. */
    void sendWith(HttpClientRequest request) {
        if (begun && copy != null) {
            request.headers().remove(HttpHeaders.EXPECT);
            request.end(copy);
            ended.run();
        } else if (complete) {
            request.end();
            ended.run();
        } else {
            begin(request);
        }
    }

    private void begin(HttpClientRequest request) {
        begun = true;
        to = request;
        if (from.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            request.setChunked(true);
        }
        if (!mayGoOn) {
            request.continueHandler(asked -> goOn());
            // who waits for it would wait for ever where the provider knows no 100
            Vertx.currentContext().owner().setTimer(UNASKED_CONTINUE_MILLIS, late -> goOn());
        }
        request.sendHead();
        from.handler(this::pass);
        from.endHandler(end -> end());
        from.resume();
    }

    /** The client may send its body (RFC 9110 §10.1.1). */
    private void goOn() {
        if (!mayGoOn && !from.response().headWritten() && !from.response().closed()) {
            mayGoOn = true;
            from.response().writeContinue();
        }
    }

    private void pass(Buffer part) {
        watch.progress();
        keep(part);
        HttpClientRequest target = to;
        if (target != null) {
            target.write(part);
            if (target.writeQueueFull()) {
                from.pause();
                target.drainHandler(drained -> resume());
            }
        }
    }

    private void resume() {
        watch.progress();
        from.resume();
    }

    private void keep(Buffer part) {
        if (copy == null) {
            return;
        }
        if (copy.length() + part.length() > MOST_REPLAYED) {
            copy = null;
            whole.tryComplete(false);
        } else {
            copy.appendBuffer(part);
        }
    }

    private void end() {
        complete = true;
        whole.tryComplete(copy != null);
        HttpClientRequest target = to;
        if (target != null) {
            target.end();
            ended.run();
        }
    }

    /** All of it has come. */
    boolean isComplete() {
        return complete;
    }

    /** None at all. */
    boolean isNone() {
        return complete && !begun;
    }

    /** Whether the provider is what it waits for, not the client. */
    boolean isHeldUp() {
        HttpClientRequest target = to;
        return target != null && !complete && target.writeQueueFull();
    }

    /**
     * Takes the rest in, for another request than the one that it went to.
     *
     * @return false: it is too long to be sent again
     */
    Future<Boolean> take() {
        if (isNone() || copy == null || complete) {
            return Future.succeededFuture(copy != null);
        }
        to = null;
        goOn();
        from.resume();
        return whole.future();
    }

    /** Nothing of it goes on any more. */
    void stop() {
        to = null;
        if (!complete) {
            from.pause();
        }
    }
}
