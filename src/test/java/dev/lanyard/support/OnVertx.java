package dev.lanyard.support;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Runs reactive work as a request would: in a Vert.x context of its own. */
public final class OnVertx {
    private OnVertx() {}

    /**
     * What the work comes to.
     *
     * @throws RuntimeException as it fails
     */
    public static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
