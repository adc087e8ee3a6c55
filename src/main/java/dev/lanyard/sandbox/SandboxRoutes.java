package dev.lanyard.sandbox;

import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The sandbox's addresses. An endpoint is a function from a request to an {@link SandboxResponse};
 * this is the one place that subscribes.
 */
final class SandboxRoutes {
    private static final Logger LOG = Logger.getLogger(SandboxRoutes.class);
    private static final long BODY_LIMIT = 256 * 1024;

    private final Router router;

    SandboxRoutes(Router router) {
        this.router = router;
        router.route(Sandbox.PATH + "/*")
                .handler(
                        BodyHandler.create(false)
                                .setBodyLimit(BODY_LIMIT)
                                .setMergeFormAttributes(false));
    }

    /** Serves a path below {@link Sandbox#PATH}; {@code :name} stands for a path segment. */
    void on(
            HttpMethod method,
            String path,
            Function<RoutingContext, Uni<SandboxResponse>> endpoint) {
        router.route(method, Sandbox.PATH + path).handler(ctx -> serve(ctx, endpoint));
    }

    private static void serve(
            RoutingContext ctx, Function<RoutingContext, Uni<SandboxResponse>> endpoint) {
        Uni.createFrom()
                .deferred(() -> endpoint.apply(ctx))
                .onFailure(ProblemException.class)
                .recoverWithItem(failure -> problem((ProblemException) failure))
                .subscribe()
                .with(response -> response.write(ctx), failure -> unforeseen(failure).write(ctx));
    }

    private static SandboxResponse problem(ProblemException problem) {
        JsonArray errors = new JsonArray();
        problem.errors()
                .forEach(
                        e -> errors.add(JsonObject.of("field", e.field(), "message", e.message())));
        return SandboxResponse.json(
                        problem.code().status(),
                        JsonObject.of(
                                "type", "about:blank",
                                "title", problem.code().title(),
                                "status", problem.code().status(),
                                "detail", problem.detail(),
                                "code", problem.code().code(),
                                "errors", errors))
                .with("Content-Type", "application/problem+json");
    }

    /** Bitbucket's shape of its own failures, with an id to find the log line by. */
    private static SandboxResponse unforeseen(Throwable failure) {
        String incident = Ids.next("inc_");
        LOG.errorf(failure, "sandbox failed: %s", incident);
        return SandboxResponse.apiError(
                500, JsonObject.of("message", "Something went wrong", "id", incident));
    }
}
