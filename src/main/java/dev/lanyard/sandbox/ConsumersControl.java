package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** The control API of consumers: {@code control/consumers[/{client_id}]}, JSON. */
@Singleton
class ConsumersControl implements SandboxEndpoints {
    static final String ALL = "/control/consumers";
    static final String ONE = ALL + "/:client_id";

    private final Consumers consumers;

    ConsumersControl(Consumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        routes.on(HttpMethod.POST, ALL, this::create);
        routes.on(HttpMethod.GET, ALL, this::list);
        routes.on(HttpMethod.GET, ONE, this::get);
        routes.on(HttpMethod.PATCH, ONE, this::change);
        routes.on(HttpMethod.DELETE, ONE, this::delete);
        routes.on(HttpMethod.POST, ONE + "/lock-out", this::lockOut);
    }

    private Uni<SandboxResponse> create(RoutingContext ctx) {
        return consumers
                .create(ConsumerForm.of(JsonFields.of(ctx)))
                .map(created -> SandboxResponse.json(201, created.json()));
    }

    private Uni<SandboxResponse> list(RoutingContext ctx) {
        return consumers.list().map(list -> items(list.stream().map(Consumer::json).toList()));
    }

    private Uni<SandboxResponse> get(RoutingContext ctx) {
        return consumers
                .get(clientId(ctx))
                .map(consumer -> SandboxResponse.json(200, consumer.json()));
    }

    private Uni<SandboxResponse> change(RoutingContext ctx) {
        return consumers
                .change(clientId(ctx), ConsumerForm.of(JsonFields.of(ctx)))
                .map(consumer -> SandboxResponse.json(200, consumer.json()));
    }

    private Uni<SandboxResponse> delete(RoutingContext ctx) {
        return consumers.delete(clientId(ctx)).replaceWith(SandboxResponse::empty);
    }

    private Uni<SandboxResponse> lockOut(RoutingContext ctx) {
        int seconds = JsonFields.of(ctx).number("seconds", 0, 86_400).orElse(600);
        return consumers
                .get(clientId(ctx))
                .chain(consumer -> consumers.lockOut(consumer.clientId(), seconds))
                .replaceWith(SandboxResponse::empty);
    }

    static String clientId(RoutingContext ctx) {
        return ctx.pathParam("client_id");
    }

    static SandboxResponse items(List<JsonObject> items) {
        return SandboxResponse.json(200, JsonObject.of("items", new JsonArray(items)));
    }
}
