package dev.lanyard.console.testmode;

import dev.lanyard.config.Config;
import dev.lanyard.console.ConnectPages;
import dev.lanyard.console.Console;
import dev.lanyard.console.OutcomeView;
import dev.lanyard.console.OutcomeView.Onward;
import dev.lanyard.console.OutcomeView.Parties;
import dev.lanyard.console.PageLanguages;
import dev.lanyard.http.ResponseHeaders;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.branding.OperatorBranding;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.ConsoleVisit;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Test mode in the console; not there where the sandbox is switched off. */
@Path(TestModeResource.ROOT)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RequiresScope(Scope.MANAGE)
class TestModeResource {
    static final String ROOT = "/console/test-mode";
    static final List<Locale> LANGUAGES = PageLanguages.SPOKEN;
    private static final String MADE_UP = "Ada Lovelace";

    private final Config config;
    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final Console console;
    private final ConnectPages pages;
    private final ResponseHeaders headers;
    private final TrialProfiles profiles;
    private final AuditTrail trail;
    private final OperatorBranding branding;

    TestModeResource(
            Config config,
            CurrentCaller caller,
            ConsoleVisit visit,
            Console console,
            ConnectPages pages,
            ResponseHeaders headers,
            TrialProfiles profiles,
            AuditTrail trail,
            OperatorBranding branding) {
        this.config = config;
        this.caller = caller;
        this.visit = visit;
        this.console = console;
        this.pages = pages;
        this.headers = headers;
        this.profiles = profiles;
        this.trail = trail;
        this.branding = branding;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(hidden = true)
    public Uni<Response> show(
            @RestQuery @Nullable String fault,
            @RestQuery @Nullable String language,
            @RestQuery @Nullable String done) {
        requireSandbox();
        return profiles.of(caller.tenantId())
                .map(
                        found ->
                                TrialPages.page(
                                                found,
                                                TrialChoice.of(fault),
                                                PageLanguages.of(language))
                                        .saying(done))
                .chain(console::show);
    }

    /** What the end user will see, for the frame beside the choice. */
    @GET
    @Path("/preview/{fault}/{language}")
    @Consumes(MediaType.WILDCARD)
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(hidden = true)
    public Uni<Response> preview(
            @RestPath String fault, @RestPath String language, HttpServerResponse response) {
        requireSandbox();
        String ending = TrialChoice.of(fault).ending().orElseThrow(ProblemException::notFound);
        headers.frameableBy(response, List.of("'self'"));
        return profiles.tenant(caller.tenantId())
                .map(tenant -> view(ending, PageLanguages.of(language), tenant))
                .chain(pages::outcome)
                .map(html -> Response.ok(html, "text/html;charset=UTF-8").build());
    }

    private OutcomeView view(String ending, Locale language, String tenant) {
        boolean good = ending.equals("connected");
        return new OutcomeView(
                language,
                ending,
                good,
                new Parties(
                        tenant, profiles.provider(), good ? MADE_UP : null, null, branding.brand()),
                null,
                Onward.NOWHERE,
                null,
                null);
    }

    @POST
    @Path("/profile")
    @Operation(hidden = true)
    public Uni<Response> create(@RestForm @Nullable String csrf) {
        requireSandbox();
        visit.require(csrf);
        return profiles.create(trail.takeOver(), caller.tenantId())
                .map(
                        profile ->
                                Console.done(
                                        ROOT,
                                        "The profile "
                                                + profile.id()
                                                + " is made. Make a connect link with it, or choose"
                                                + " what shall go wrong."));
    }

    @POST
    @Path("/faults")
    @Operation(hidden = true)
    public Uni<Response> let(
            @RestForm @Nullable String csrf,
            @RestForm @Nullable String profile,
            @RestForm @Nullable String fault) {
        requireSandbox();
        visit.require(csrf);
        TrialChoice chosen = TrialChoice.of(fault);
        String notice =
                chosen == TrialChoice.NONE
                        ? "Everything works again."
                        : "Switched on, until something else is chosen: " + chosen.title() + ".";
        return profiles.let(caller.tenantId(), profile == null ? "" : profile, chosen)
                .map(done -> Console.done(ROOT, notice));
    }

    private void requireSandbox() {
        if (!config.sandbox()) {
            throw ProblemException.notFound();
        }
    }
}
