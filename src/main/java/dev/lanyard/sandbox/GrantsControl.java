package dev.lanyard.sandbox;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.sandbox.IssuedGrants.Selection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** The control API of one consumer's faults, grants and presentations. */
@Singleton
class GrantsControl implements SandboxEndpoints {
    private static final int TEN_YEARS = 10 * 365 * 86_400;

    private final Consumers consumers;
    private final Faults faults;
    private final IssuedGrants grants;
    private final SeenTokens seenTokens;

    GrantsControl(Consumers consumers, Faults faults, IssuedGrants grants, SeenTokens seenTokens) {
        this.consumers = consumers;
        this.faults = faults;
        this.grants = grants;
        this.seenTokens = seenTokens;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        String one = ConsumersControl.ONE;
        routes.on(HttpMethod.GET, one + "/faults", this::faults);
        routes.on(HttpMethod.PUT, one + "/faults", this::replaceFaults);
        routes.on(HttpMethod.GET, one + "/grants", this::grants);
        routes.on(HttpMethod.POST, one + "/revoke", this::revoke);
        routes.on(HttpMethod.POST, one + "/expire", this::expire);
        routes.on(HttpMethod.POST, one + "/age", this::age);
        routes.on(HttpMethod.GET, one + "/presentations", this::presentations);
    }

    private Uni<SandboxResponse> faults(RoutingContext ctx) {
        return known(ctx)
                .chain(consumer -> faults.list(consumer.clientId()))
                .map(list -> JsonObject.of("faults", new JsonArray(list)))
                .map(list -> SandboxResponse.json(200, list));
    }

    private Uni<SandboxResponse> replaceFaults(RoutingContext ctx) {
        List<Fault> wanted =
                JsonFields.of(ctx)
                        .objects("faults")
                        .orElseThrow(() -> ProblemException.invalid("faults", "must be a list"))
                        .stream()
                        .map(Fault::of)
                        .toList();
        return known(ctx)
                .chain(consumer -> faults.replace(consumer.clientId(), wanted))
                .chain(() -> faults(ctx));
    }

    private Uni<SandboxResponse> grants(RoutingContext ctx) {
        return known(ctx)
                .chain(consumer -> grants.list(consumer.clientId()))
                .map(ConsumersControl::items);
    }

    private Uni<SandboxResponse> revoke(RoutingContext ctx) {
        JsonFields fields = JsonFields.of(ctx);
        String error =
                fields.oneOf("error", TokenError.DEAD_TOKEN_ERRORS).orElse("unauthorized_client");
        return touched(grants.revoke(selection(ctx, fields), error));
    }

    private Uni<SandboxResponse> expire(RoutingContext ctx) {
        return touched(grants.expireAccessTokens(selection(ctx, JsonFields.of(ctx))));
    }

    private Uni<SandboxResponse> age(RoutingContext ctx) {
        JsonFields fields = JsonFields.of(ctx);
        int seconds =
                fields.number("seconds", 1, TEN_YEARS)
                        .orElseThrow(() -> ProblemException.invalid("seconds", "must be given"));
        return touched(grants.age(selection(ctx, fields), seconds));
    }

    private Uni<SandboxResponse> presentations(RoutingContext ctx) {
        return known(ctx)
                .chain(consumer -> seenTokens.of(consumer.clientId()))
                .map(list -> SandboxResponse.json(200, list));
    }

    private Uni<Consumer> known(RoutingContext ctx) {
        return consumers.get(ConsumersControl.clientId(ctx));
    }

    /** Reads {@code grant_id} and {@code account}; without them all grants are meant. */
    private static Selection selection(RoutingContext ctx, JsonFields fields) {
        return new Selection(
                ConsumersControl.clientId(ctx), fields.text("grant_id"), fields.text("account"));
    }

    private static Uni<SandboxResponse> touched(Uni<Integer> rows) {
        return rows.map(count -> SandboxResponse.json(200, JsonObject.of("touched", count)));
    }
}
