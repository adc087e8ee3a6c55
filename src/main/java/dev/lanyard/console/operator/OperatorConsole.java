package dev.lanyard.console.operator;

import dev.lanyard.console.Console;
import dev.lanyard.console.PageAsset;
import dev.lanyard.console.operator.OperatorPage.OperatorPageRequest;
import dev.lanyard.http.ResponseHeaders;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.problem.RouterFailures;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator's console at {@value #ROOT} of the management port, which no ingress leads to: its
 * door, its pages, and the files that they load. These are routes and no resources, since resources
 * are served at the public port.
 */
@Singleton
class OperatorConsole {
    static final String ROOT = "/console";
    private static final String SIGN_IN = ROOT + "/sign-in";
    private static final String SIGN_OUT = ROOT + "/sign-out";
    private static final long BODY_LIMIT = 4_096;
    private static final String CSS = "text/css;charset=UTF-8";
    private static final Map<String, PageAsset> FILES =
            Map.of(
                    "/connect/assets/console.css",
                    PageAsset.of("console.css", CSS),
                    "/connect/assets/paper.css",
                    PageAsset.ofFramework("paper.css", CSS),
                    "/connect/assets/problem.css",
                    PageAsset.ofFramework("problem.css", CSS),
                    "/connect/assets/lanyard.svg",
                    PageAsset.of("lanyard.svg", "image/svg+xml"));

    private final List<OperatorPage> pages;
    private final OperatorSessions sessions;
    private final ResponseHeaders protection;
    private final RouterFailures failures;

    OperatorConsole(
            @All List<OperatorPage> pages,
            OperatorSessions sessions,
            ResponseHeaders protection,
            RouterFailures failures) {
        this.pages = pages;
        this.sessions = sessions;
        this.protection = protection;
        this.failures = failures;
    }

    void mount(@Observes ManagementInterface management) {
        Router router = management.router();
        for (String place : new String[] {ROOT, ROOT + "/*"}) {
            router.route(place).handler(this::protect);
            router.route(place).failureHandler(this::failed);
        }
        router.post(ROOT + "/*").handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
        router.get(SIGN_IN).handler(call -> ask(call, 200, null));
        router.post(SIGN_IN).handler(this::begin);
        router.post(SIGN_OUT).handler(this::end);
        pages.forEach(page -> router.get(page.path()).handler(call -> show(call, page)));
        router.route(ROOT + "/*").handler(this::unknown);
        FILES.forEach((path, file) -> router.get(path).handler(call -> send(call, file)));
    }

    private void protect(RoutingContext call) {
        protection.put(call.response(), call.normalizedPath());
        String site = call.request().getHeader("Sec-Fetch-Site");
        boolean reads =
                call.request().method() == HttpMethod.GET
                        || call.request().method() == HttpMethod.HEAD;
        if (!reads && site != null && !site.equals("same-origin")) {
            call.fail(
                    ProblemException.of(
                            ProblemCode.FORBIDDEN,
                            "The console takes forms of its own pages only."));
            return;
        }
        call.next();
    }

    private void failed(RoutingContext call) {
        Throwable failure = call.failure();
        if (failure == null) {
            failures.respond(call, statusProblem(call.statusCode()));
        } else {
            failures.respond(call, failure);
        }
    }

    private static ProblemException statusProblem(int status) {
        return status == 413
                ? ProblemException.of(
                        ProblemCode.PAYLOAD_TOO_LARGE,
                        "The form is larger than any of this console.")
                : ProblemException.notFound();
    }

    private void ask(RoutingContext call, int status, @Nullable String problem) {
        html(call, status, Console.operatorSignIn(problem));
    }

    private void begin(RoutingContext call) {
        String token = call.request().getFormAttribute("token");
        Optional<String> cookie =
                sessions.begin(token == null ? "" : token.strip(), call.request());
        if (cookie.isPresent()) {
            leave(call.response().putHeader("Set-Cookie", cookie.get()), ROOT);
        } else {
            ask(call, 401, "This is not the admin token. LANYARD_ADMIN_TOKEN has it.");
        }
    }

    private void end(RoutingContext call) {
        HttpServerRequest request = call.request();
        sessions.resume(request)
                .ifPresent(session -> session.require(request.getFormAttribute("csrf")));
        leave(call.response().putHeader("Set-Cookie", sessions.end(request)), SIGN_IN);
    }

    private void show(RoutingContext call, OperatorPage page) {
        Optional<OperatorSession> session = sessions.resume(call.request());
        if (session.isEmpty()) {
            leave(call.response(), SIGN_IN);
            return;
        }
        String csrf = session.get().csrf();
        html(
                call,
                200,
                page.show(OperatorPageRequest.of(call.request(), call.pathParam("id")))
                        .chain(shown -> Console.operatorPage(shown, csrf)));
    }

    /** Who has not signed in does not learn which pages there are. */
    private void unknown(RoutingContext call) {
        if (sessions.resume(call.request()).isEmpty()) {
            leave(call.response(), SIGN_IN);
        } else {
            call.fail(ProblemException.notFound());
        }
    }

    private static void leave(HttpServerResponse response, String path) {
        response.setStatusCode(303).putHeader(HttpHeaders.LOCATION, path).end();
    }

    private static void html(RoutingContext call, int status, Uni<String> page) {
        UniHelper.toFuture(page)
                .onSuccess(
                        html ->
                                call.response()
                                        .setStatusCode(status)
                                        .putHeader(
                                                HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
                                        .end(html))
                .onFailure(call::fail);
    }

    private void send(RoutingContext call, PageAsset file) {
        protection.put(call.response(), call.normalizedPath());
        call.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "max-age=3600")
                .end(file.text());
    }
}
