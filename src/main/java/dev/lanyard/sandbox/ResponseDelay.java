package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** Waits by a timer: no thread and no database connection is held meanwhile. */
@Singleton
class ResponseDelay {
    private final Vertx vertx;

    ResponseDelay(Vertx vertx) {
        this.vertx = vertx;
    }

    Uni<Void> millis(int millis) {
        return millis == 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> start(millis, emitter));
    }

    private void start(int millis, UniEmitter<? super Void> emitter) {
        vertx.setTimer(millis, timer -> emitter.complete(null));
    }
}
