package dev.lanyard.runtime;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;

/**
 * One result for many who wait. It goes on when they stop waiting: a presentation is never
 * cancelled by its caller.
 */
public final class SingleFlight<T> {
    private final Promise<T> promise = Promise.promise();

    /** Starts the work now, on behalf of nobody in particular. */
    public void run(Uni<T> work) {
        work.subscribe().with(promise::tryComplete, promise::tryFail);
    }

    /** Ends the waiting without a result. */
    public void complete() {
        promise.tryComplete();
    }

    /** The result, on the waiter's own event loop. */
    public Uni<T> result() {
        return CallerContext.backOn(
                Uni.createFrom()
                        .emitter(
                                emitter ->
                                        promise.future()
                                                .onSuccess(emitter::complete)
                                                .onFailure(emitter::fail)));
    }
}
