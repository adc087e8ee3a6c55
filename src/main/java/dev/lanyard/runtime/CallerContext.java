package dev.lanyard.runtime;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Brings a result that several share back to each one's own Vert.x context. Without it a request
 * would go on where another's work happened to end, in that one's request scope.
 */
public final class CallerContext {
    private CallerContext() {}

    /** The same result, told on the Vert.x context of whoever calls this. */
    public static <T> Uni<T> backOn(Uni<T> shared) {
        Context own = Vertx.currentContext();
        return own == null ? shared : shared.emitOn(work -> own.runOnContext(ready -> work.run()));
    }
}
