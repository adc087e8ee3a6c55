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
class ConsumersControl implements Endpoints {
    static final String ALL = "/control/consumers";
    static final String ONE = ALL + "/:client_id";

    private final Consumers consumers;

    ConsumersControl(Consumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public void mount(Routes routes) {
        routes.on(HttpMethod.POST, ALL, this::create);
        routes.on(HttpMethod.GET, ALL, this::list);
        routes.on(HttpMethod.GET, ONE, this::get);
        routes.on(HttpMethod.PATCH, ONE, this::change);
        routes.on(HttpMethod.DELETE, ONE, this::delete);
        routes.on(HttpMethod.POST, ONE + "/lock-out", this::lockOut);
    }

    private Uni<Answer> create(RoutingContext ctx) {
        return consumers
                .create(Registration.of(Fields.of(ctx)))
                .map(created -> Answer.json(201, created.json()));
    }

    private Uni<Answer> list(RoutingContext ctx) {
        return consumers.list().map(list -> items(list.stream().map(Consumer::json).toList()));
    }

    private Uni<Answer> get(RoutingContext ctx) {
        return consumers.get(clientId(ctx)).map(consumer -> Answer.json(200, consumer.json()));
    }

    private Uni<Answer> change(RoutingContext ctx) {
        return consumers
                .change(clientId(ctx), Registration.of(Fields.of(ctx)))
                .map(consumer -> Answer.json(200, consumer.json()));
    }

    private Uni<Answer> delete(RoutingContext ctx) {
        return consumers.delete(clientId(ctx)).replaceWith(Answer::empty);
    }

    private Uni<Answer> lockOut(RoutingContext ctx) {
        int seconds = Fields.of(ctx).number("seconds", 0, 86_400).orElse(600);
        return consumers
                .get(clientId(ctx))
                .chain(consumer -> consumers.lockOut(consumer.clientId(), seconds))
                .replaceWith(Answer::empty);
    }

    static String clientId(RoutingContext ctx) {
        return ctx.pathParam("client_id");
    }

    static Answer items(List<JsonObject> items) {
        return Answer.json(200, JsonObject.of("items", new JsonArray(items)));
    }
}
