package dev.lanyard.token;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a body of at most 256 KiB. Past that it stops reading and says so, once. */
final class LimitedBodyCodec implements BodyCodec<Buffer> {
    static final int MOST = 256 * 1024;

    private final Runnable tooLong;
    private final Consumer<Buffer> begun;

    /**
     * One of one response.
     *
     * @param begun is given what the body is gathered in, before any of it has come
     */
    LimitedBodyCodec(Runnable tooLong, Consumer<Buffer> begun) {
        this.tooLong = tooLong;
        this.begun = begun;
    }

    @Override
    public void create(Handler<AsyncResult<BodyStream<Buffer>>> handler) {
        LimitedBody stream = new LimitedBody();
        begun.accept(stream.body);
        handler.handle(Future.succeededFuture(stream));
    }

    /** Runs on the event loop of its connection. */
    private final class LimitedBody implements BodyStream<Buffer> {
        private final Buffer body = Buffer.buffer();
        private final Promise<Buffer> result = Promise.promise();
        private boolean full;

        @Override
        public Future<Void> write(Buffer part) {
            if (!full && body.length() + part.length() > MOST) {
                full = true;
                tooLong.run();
            }
            if (!full) {
                append(part);
            }
            return Future.succeededFuture();
        }

        /** It is read, too, where a call is given up, by another thread. */
        private void append(Buffer part) {
            synchronized (body) {
                body.appendBuffer(part);
            }
        }

        @Override
        public void write(Buffer part, Handler<AsyncResult<Void>> written) {
            written.handle(write(part));
        }

        /** Pauses the connection for good; it is closed with the client. */
        @Override
        public boolean writeQueueFull() {
            return full;
        }

        @Override
        public void end(@Nullable Handler<AsyncResult<Void>> ended) {
            result.tryComplete(body);
            if (ended != null) {
                ended.handle(Future.succeededFuture());
            }
        }

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public void handle(Throwable broken) {
            result.tryFail(broken);
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int most) {
            return this;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }
}
