package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

/** The few calls of Bitbucket's API that tell who connected, and some to try a token on. */
@Singleton
class UserApi implements Endpoints {
    private final Pool pool;
    private final Consumers consumers;
    private final Faults faults;
    private final Pause pause;

    UserApi(Pool pool, Consumers consumers, Faults faults, Pause pause) {
        this.pool = pool;
        this.consumers = consumers;
        this.faults = faults;
        this.pause = pause;
    }

    @Override
    public void mount(Routes routes) {
        routes.on(HttpMethod.GET, "/2.0/user", this::user);
        routes.on(HttpMethod.GET, "/2.0/user/emails", this::emails);
        routes.on(HttpMethod.GET, "/2.0/user/workspaces", this::workspaces);
        routes.on(HttpMethod.GET, "/2.0/repositories/:workspace", this::repositories);
        routes.on(HttpMethod.GET, "/2.0/workspaces", ctx -> Uni.createFrom().item(gone()));
    }

    private Uni<Answer> user(RoutingContext ctx) {
        return serve(new ApiCall(ctx, Place.USER, "account", Account::user));
    }

    private Uni<Answer> emails(RoutingContext ctx) {
        return serve(new ApiCall(ctx, Place.EMAILS, "email", Account::emails));
    }

    private Uni<Answer> workspaces(RoutingContext ctx) {
        return serve(new ApiCall(ctx, Place.API, "account", Account::workspaces));
    }

    private Uni<Answer> repositories(RoutingContext ctx) {
        String workspace = ctx.pathParam("workspace");
        return serve(new ApiCall(ctx, Place.API, "repository", a -> a.repositories(workspace)));
    }

    private Uni<Answer> serve(ApiCall call) {
        String header = call.ctx().request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Uni.createFrom().item(expired());
        }
        return Bearer.find(pool, header.substring(7).strip())
                .chain(caller -> caller.isEmpty() ? unknown() : serve(call, caller.get()));
    }

    private static Uni<Answer> unknown() {
        return Uni.createFrom().item(expired());
    }

    private Uni<Answer> serve(ApiCall call, Bearer caller) {
        return Uni.combine()
                .all()
                .unis(
                        consumers.overRate(caller.consumer()),
                        faults.take(caller.consumer().clientId(), call.place()))
                .with((overRate, fired) -> new Struck(call, caller, overRate, fired))
                .chain(this::answer);
    }

    /** A call, who makes it, and what strikes it. */
    private record Struck(ApiCall call, Bearer caller, boolean overRate, Fired fired) {
        Answer answer() {
            return overRate
                    ? Fired.rateLimited()
                    : fired.turnedAway().map(TurnedAway::answer).orElseGet(this::content);
        }

        private Answer content() {
            Bearer told =
                    fired.find(FaultKind.USER_MISMATCH)
                            .map(fault -> caller.as(fault.account()))
                            .orElse(caller)
                            .withScopes(fired.granted(caller.scopes()));
            return fired.after(withScopesHeader(call.answer(told), told));
        }

        private Answer withScopesHeader(Answer answer, Bearer told) {
            return fired.has(FaultKind.NO_SCOPES_HEADER)
                    ? answer
                    : answer.with("X-OAuth-Scopes", String.join(", ", told.scopes()));
        }
    }

    private Uni<Answer> answer(Struck struck) {
        int wait = struck.fired().waitBefore() + struck.fired().waitAfter();
        return pause.millis(wait).replaceWith(struck::answer);
    }

    private static Answer expired() {
        return Answer.apiError(
                401,
                JsonObject.of(
                        "message",
                        "Access token expired. Use your refresh token to obtain a new access"
                                + " token."));
    }

    /** Removed in 2026-04 (docs/providers.md, "Who connected"). */
    private static Answer gone() {
        return Answer.apiError(
                410, JsonObject.of("message", "CHANGE-2770: This API has been removed."));
    }
}
