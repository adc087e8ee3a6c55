package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.database.TenantKey;
import dev.lanyard.notify.call.WebhookSecret;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.ConsoleVisit;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A tenant's webhooks in the console: made, tried, followed, ended. */
@Path("/console/webhooks")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RequiresScope(Scope.MANAGE)
class WebhookConsoleResource {
    static final String ROOT = "/console/webhooks";

    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final Console console;
    private final WebhookCreation creation;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookTrial trial;
    private final Vault vault;
    private final AuditTrail trail;

    WebhookConsoleResource(
            CurrentCaller caller,
            ConsoleVisit visit,
            Console console,
            WebhookCreation creation,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            WebhookTrial trial,
            Vault vault,
            AuditTrail trail) {
        this.caller = caller;
        this.visit = visit;
        this.console = console;
        this.creation = creation;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.trial = trial;
        this.vault = vault;
        this.trail = trail;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> list(
            @RestQuery @Nullable String cursor, @RestQuery @Nullable String done) {
        return webhooks.list(caller.tenantId(), PageRequest.of(null, cursor))
                .map(page -> page.map(WebhookView::of))
                .map(
                        page ->
                                WebhookConsolePages.list(
                                                page,
                                                ConsoleLinks.of(ROOT).after(page.nextCursor()))
                                        .saying(done))
                .chain(console::show);
    }

    /** The secret is in this response and nowhere else. */
    @POST
    @Operation(hidden = true)
    public Uni<Response> create(@RestForm @Nullable String csrf, @RestForm @Nullable String url) {
        visit.require(csrf);
        NewWebhook body = new NewWebhook(url, null);
        return Uni.createFrom()
                .deferred(() -> creation.create(trail.takeOver(), caller.tenantId(), body))
                .map(
                        created ->
                                WebhookConsolePages.secret(
                                        WebhookView.of(created.webhook()), created.secret().text()))
                .onFailure(ProblemException.class)
                .recoverWithItem(
                        problem ->
                                WebhookConsolePages.form(url).refused((ProblemException) problem))
                .chain(console::show);
    }

    @GET
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> get(
            @RestPath String id,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String done) {
        return webhooks.get(caller.tenantId(), id)
                .map(WebhookView::of)
                .chain(
                        view ->
                                deliveries
                                        .list(caller.tenantId(), id, PageRequest.of(null, cursor))
                                        .map(page -> WebhookConsolePages.one(view, page)))
                .map(page -> page.saying(done))
                .chain(console::show);
    }

    @POST
    @Path("/{id}/test")
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(hidden = true)
    public Uni<Response> test(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return webhooks.get(caller.tenantId(), id)
                .chain(this::send)
                .map(result -> Console.done(ROOT + "/" + id, WebhookConsolePages.said(result)));
    }

    private Uni<WebhookTrial.Result> send(Webhook webhook) {
        return vault.dataKey(webhook.tenantId())
                .map(key -> WebhookSecret.open(key, webhook.id(), webhook.secret()))
                .chain(secret -> trial.send(webhook, secret));
    }

    @POST
    @Path("/{id}/disable")
    @Operation(hidden = true)
    public Uni<Response> disable(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return switchTo(id, "disabled", "Nothing is sent there any more.");
    }

    @POST
    @Path("/{id}/enable")
    @Operation(hidden = true)
    public Uni<Response> enable(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return switchTo(id, "active", "Events are sent there again.");
    }

    private Uni<Response> switchTo(String id, String status, String notice) {
        return webhooks.change(
                        trail.takeOver(),
                        new TenantKey(caller.tenantId(), id),
                        new WebhookInput.WebhookFields(null, null, status))
                .map(changed -> Console.done(ROOT + "/" + id, notice));
    }

    @POST
    @Path("/{id}/delete")
    @Operation(hidden = true)
    public Uni<Response> delete(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return webhooks.delete(trail.takeOver(), new TenantKey(caller.tenantId(), id))
                .map(gone -> Console.done(ROOT, "The webhook " + id + " is deleted."));
    }
}
