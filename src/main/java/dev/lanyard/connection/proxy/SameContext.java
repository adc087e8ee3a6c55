package dev.lanyard.connection.proxy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;

/**
 * Goes on where it was asked: an exchange is for one event loop, and what several wait for, a
 * refresh, or what has timed out ends on any thread.
 */
final class SameContext {
    private SameContext() {}

    /** This outcome, on the context of the caller. */
    static <T> Future<T> of(Uni<T> uni) {
        Promise<T> outcome = ContextInternal.current().promise();
        UniHelper.toFuture(uni).onComplete(outcome);
        return outcome.future();
    }
}
