package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** The few calls of Bitbucket's API that tell who connected, and some to try a token on. */
@Singleton
class UserApi implements SandboxEndpoints {
    private final Pool pool;
    private final Consumers consumers;
    private final Faults faults;
    private final ResponseDelay pause;

    UserApi(Pool pool, Consumers consumers, Faults faults, ResponseDelay pause) {
        this.pool = pool;
        this.consumers = consumers;
        this.faults = faults;
        this.pause = pause;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        routes.on(HttpMethod.GET, "/2.0/user", this::user);
        routes.on(HttpMethod.GET, "/2.0/user/emails", this::emails);
        routes.on(HttpMethod.GET, "/2.0/user/workspaces", this::workspaces);
        routes.on(HttpMethod.GET, "/2.0/repositories/:workspace", this::repositories);
        routes.on(HttpMethod.GET, "/2.0/workspaces", ctx -> Uni.createFrom().item(gone()));
    }

    private Uni<SandboxResponse> user(RoutingContext ctx) {
        return serve(new ApiCall(ctx, FaultPoint.USER, "account", SandboxUser::user));
    }

    private Uni<SandboxResponse> emails(RoutingContext ctx) {
        return serve(new ApiCall(ctx, FaultPoint.EMAILS, "email", pageOfEmails(ctx)));
    }

    private static Function<SandboxUser, JsonObject> pageOfEmails(RoutingContext ctx) {
        return "2".equals(ctx.request().getParam("page"))
                ? SandboxUser::secondPageOfEmails
                : SandboxUser::emails;
    }

    private Uni<SandboxResponse> workspaces(RoutingContext ctx) {
        return serve(new ApiCall(ctx, FaultPoint.API, "account", SandboxUser::workspaces));
    }

    private Uni<SandboxResponse> repositories(RoutingContext ctx) {
        String workspace = ctx.pathParam("workspace");
        return serve(
                new ApiCall(ctx, FaultPoint.API, "repository", a -> a.repositories(workspace)));
    }

    private Uni<SandboxResponse> serve(ApiCall call) {
        String header = call.ctx().request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Uni.createFrom().item(expired());
        }
        return BearerToken.find(pool, header.substring(7).strip())
                .chain(caller -> caller.isEmpty() ? unknown() : serve(call, caller.get()));
    }

    private static Uni<SandboxResponse> unknown() {
        return Uni.createFrom().item(expired());
    }

    private Uni<SandboxResponse> serve(ApiCall call, BearerToken caller) {
        return Uni.combine()
                .all()
                .unis(
                        consumers.overRate(caller.consumer()),
                        faults.take(caller.consumer().clientId(), call.place()))
                .with((overRate, fired) -> new Struck(call, caller, overRate, fired))
                .chain(this::response);
    }

    /** A call, who makes it, and what strikes it. */
    private record Struck(ApiCall call, BearerToken caller, boolean overRate, ActiveFaults fired) {
        SandboxResponse response() {
            return overRate
                    ? ActiveFaults.rateLimited()
                    : fired.turnedAway().map(Rejection::response).orElseGet(this::content);
        }

        private SandboxResponse content() {
            BearerToken told =
                    fired.find(FaultKind.USER_MISMATCH)
                            .map(fault -> caller.as(fault.account()))
                            .orElse(caller)
                            .withScopes(fired.granted(caller.scopes()));
            SandboxResponse response = oddities(call.response(told), told);
            return fired.after(withScopesHeader(response, told));
        }

        private SandboxResponse oddities(SandboxResponse response, BearerToken told) {
            if (response.status() != 200) {
                return response;
            }
            boolean first = !"2".equals(call.ctx().request().getParam("page"));
            if (fired.has(FaultKind.SECOND_PAGE) && first) {
                String next = call.ctx().request().absoluteURI() + "?page=2";
                return SandboxResponse.json(200, told.account().firstPageOfEmails(next));
            }
            return fired.find(FaultKind.ODD_ACCOUNT_ID)
                    .map(fault -> oddId(fault, response))
                    .orElse(response);
        }

        private static SandboxResponse oddId(Fault fault, SandboxResponse response) {
            JsonObject user = response.body().toJsonObject();
            switch (fault.accountIdAs()) {
                case "decimal" -> user.put("uuid", 42.0);
                case "number" -> user.put("uuid", 42);
                default -> user.remove("uuid");
            }
            return response.withBody(user.toBuffer());
        }

        private SandboxResponse withScopesHeader(SandboxResponse response, BearerToken told) {
            return fired.has(FaultKind.NO_SCOPES_HEADER)
                    ? response
                    : response.with("X-OAuth-Scopes", String.join(", ", told.scopes()));
        }
    }

    private Uni<SandboxResponse> response(Struck struck) {
        int wait = struck.fired().waitBefore() + struck.fired().waitAfter();
        return pause.millis(wait).replaceWith(struck::response);
    }

    private static SandboxResponse expired() {
        return SandboxResponse.apiError(
                401,
                JsonObject.of(
                        "message",
                        "Access token expired. Use your refresh token to obtain a new access"
                                + " token."));
    }

    /** Removed in 2026-04 (docs/providers.md, "Who connected"). */
    private static SandboxResponse gone() {
        return SandboxResponse.apiError(
                410, JsonObject.of("message", "CHANGE-2770: This API has been removed."));
    }
}
