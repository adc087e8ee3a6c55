package dev.lanyard.sandbox;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.sandbox.IssuedGrants.Selection;
import dev.lanyard.sandbox.SandboxViews.FaultRow;
import dev.lanyard.sandbox.SandboxViews.GrantRow;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pages for a tenant's developer: "Add consumer", and a consumer's faults and grants. */
@Singleton
class ConsumerPages implements SandboxEndpoints {
    private static final String ALL = "/consumers";
    private static final String ONE = ALL + "/:client_id";

    private final Consumers consumers;
    private final Faults faults;
    private final IssuedGrants grants;

    ConsumerPages(Consumers consumers, Faults faults, IssuedGrants grants) {
        this.consumers = consumers;
        this.faults = faults;
        this.grants = grants;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        routes.on(HttpMethod.GET, "", ctx -> first());
        routes.on(HttpMethod.GET, ALL, ctx -> consumers.list().chain(SandboxPages::consumers));
        routes.on(HttpMethod.GET, ALL + "/new", ctx -> SandboxPages.add());
        routes.on(HttpMethod.POST, ALL, told(this::create));
        routes.on(HttpMethod.GET, ONE, told(this::show));
        routes.on(HttpMethod.POST, ONE + "/faults", told(this::switchOn));
        routes.on(HttpMethod.POST, ONE + "/faults/off", told(this::switchOff));
        routes.on(HttpMethod.POST, ONE + "/revoke", told(this::revoke));
        routes.on(HttpMethod.POST, ONE + "/expire", told(this::expire));
    }

    /** Who knows the sandbox's address alone finds its first page. */
    private static Uni<SandboxResponse> first() {
        return Uni.createFrom()
                .item(() -> SandboxResponse.redirect(URI.create(Sandbox.PATH + ALL)));
    }

    /** Problems become a page. */
    private static Function<RoutingContext, Uni<SandboxResponse>> told(
            Function<RoutingContext, Uni<SandboxResponse>> endpoint) {
        return ctx ->
                Uni.createFrom()
                        .deferred(() -> endpoint.apply(ctx))
                        .onFailure(ProblemException.class)
                        .recoverWithUni(
                                failure -> SandboxPages.refusal((ProblemException) failure));
    }

    private Uni<SandboxResponse> create(RoutingContext ctx) {
        MultiMap form = ctx.request().formAttributes();
        JsonObject fields =
                new JsonObject()
                        .put("name", form.get("name"))
                        .put("callback_url", form.get("callback_url"))
                        .put("permissions", new JsonArray(form.getAll("permissions")));
        return consumers
                .create(ConsumerForm.of(new JsonFields(fields)))
                .chain(SandboxPages::created);
    }

    private Uni<SandboxResponse> show(RoutingContext ctx) {
        return consumers.get(clientId(ctx)).chain(this::show);
    }

    private Uni<SandboxResponse> show(Consumer consumer) {
        return Uni.combine()
                .all()
                .unis(grants.list(consumer.clientId()), faults.list(consumer.clientId()))
                .with((g, f) -> new Lists(grantRows(g), faultRows(f)))
                .chain(lists -> SandboxPages.consumer(consumer, lists.grants(), lists.faults()));
    }

    private record Lists(List<GrantRow> grants, List<FaultRow> faults) {}

    private static List<GrantRow> grantRows(List<JsonObject> grants) {
        return grants.stream().map(GrantRow::of).toList();
    }

    private static List<FaultRow> faultRows(List<JsonObject> faults) {
        return faults.stream().map(FaultRow::of).toList();
    }

    private Uni<SandboxResponse> switchOn(RoutingContext ctx) {
        Fault fault = FaultForm.fault(ctx.request().formAttributes());
        return consumers
                .get(clientId(ctx))
                .call(consumer -> faults.add(consumer.clientId(), fault))
                .map(ConsumerPages::back);
    }

    private Uni<SandboxResponse> switchOff(RoutingContext ctx) {
        long id = FaultForm.number("id", ctx.request().getFormAttribute("id"));
        return consumers
                .get(clientId(ctx))
                .call(consumer -> faults.remove(consumer.clientId(), id))
                .map(ConsumerPages::back);
    }

    private Uni<SandboxResponse> revoke(RoutingContext ctx) {
        Optional<String> grant = Optional.ofNullable(ctx.request().getFormAttribute("grant_id"));
        return consumers
                .get(clientId(ctx))
                .call(c -> grants.revoke(all(c, grant), c.habits().deadTokenError()))
                .map(ConsumerPages::back);
    }

    private Uni<SandboxResponse> expire(RoutingContext ctx) {
        return consumers
                .get(clientId(ctx))
                .call(consumer -> grants.expireAccessTokens(all(consumer, Optional.empty())))
                .map(ConsumerPages::back);
    }

    private static Selection all(Consumer consumer, Optional<String> grant) {
        return new Selection(consumer.clientId(), grant, Optional.empty());
    }

    private static SandboxResponse back(Consumer consumer) {
        return SandboxResponse.redirect(URI.create(consumer.page()));
    }

    private static String clientId(RoutingContext ctx) {
        return ctx.pathParam("client_id");
    }
}
