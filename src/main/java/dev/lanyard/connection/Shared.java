package dev.lanyard.connection;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * One result for many who wait. It goes on when they stop waiting: a presentation is never
 * cancelled by its caller.
 */
final class Shared<T> {
    private final Promise<T> promise = Promise.promise();

    /** Starts the work now, on behalf of nobody in particular. */
    void run(Uni<T> work) {
        work.subscribe().with(promise::tryComplete, promise::tryFail);
    }

    /** Ends the waiting without a result. */
    void complete() {
        promise.tryComplete();
    }

    /** The result, on the waiter's own event loop. */
    Uni<T> result() {
        Context own = Vertx.currentContext();
        Uni<T> result =
                Uni.createFrom()
                        .emitter(
                                emitter ->
                                        promise.future()
                                                .onSuccess(emitter::complete)
                                                .onFailure(emitter::fail));
        return own == null ? result : result.emitOn(work -> own.runOnContext(ready -> work.run()));
    }
}
