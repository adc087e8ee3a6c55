package dev.lanyard.runtime;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jboss.logging.MDC;

/**
 * The fields by which each line of the log names the work it belongs to. The fields are kept in the
 * Vert.x context of a request or of a piece of background work, so they follow it over asynchronous
 * steps.
 */
public final class LogFields {
    public static final String REQUEST = "request_id";
    static final String TENANT = "tenant_id";
    public static final String CONNECTION = "connection_id";

    private LogFields() {}

    /** The present request is this tenant's. */
    public static void tenant(String tenantId) {
        MDC.put(TENANT, tenantId);
    }

    /**
     * Runs background work on a context of its own, so that its fields are not another's.
     *
     * @param vertx whose event loops are used
     */
    public static void runWith(Vertx vertx, String tenantId, String connectionId, Runnable work) {
        runWith(
                vertx,
                tenantId,
                () -> {
                    MDC.put(CONNECTION, connectionId);
                    work.run();
                });
    }

    /**
     * The same for work that is about no connection.
     *
     * @param vertx whose event loops are used
     */
    public static void runWith(Vertx vertx, String tenantId, Runnable work) {
        Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.runOnContext(
                ready -> {
                    MDC.put(TENANT, tenantId);
                    work.run();
                });
    }
}
