package dev.lanyard.database;

import dev.lanyard.runtime.CallerContext;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.function.Supplier;

/**
 * A place for work with a session, for those who do not know where they are called: on a thread
 * that is no event loop's, in a context that several share, beside a session of the request that
 * began it all. A request or job that is at home needs none of this.
 */
public final class SessionContext {
    private SessionContext() {}

    /**
     * Does the work here if a session can be opened here, else in a context of its own.
     *
     * @param work opens a session by {@link Transactions}
     * @return its result, told where the caller is
     */
    public static <T> Uni<T> call(Vertx vertx, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> isHere() ? work.get() : elsewhere(vertx, work));
    }

    private static boolean isHere() {
        ContextInternal here = ContextInternal.current();
        return here != null
                && VertxContext.isDuplicatedContext(here)
                && here.inThread()
                && !Transactions.isOpen();
    }

    private static <T> Uni<T> elsewhere(Vertx vertx, Supplier<Uni<T>> work) {
        Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        return CallerContext.backOn(
                Uni.createFrom()
                        .deferred(work::get)
                        .runSubscriptionOn(start -> own.runOnContext(ready -> start.run())));
    }
}
