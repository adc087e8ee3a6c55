package dev.lanyard.provider.profile;

import dev.lanyard.console.Console;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.ConsoleVisit;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What the console changes in connector profiles. */
@Path("/console/profiles")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RequiresScope(Scope.MANAGE)
class ProfileConsoleActions {
    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final Console console;
    private final Providers providers;
    private final ConnectorProfiles profiles;
    private final ProfileCreation creation;
    private final ProfileUpdate update;
    private final ProfileCheck check;
    private final AuditTrail trail;

    ProfileConsoleActions(
            CurrentCaller caller,
            ConsoleVisit visit,
            Console console,
            Providers providers,
            ConnectorProfiles profiles,
            ProfileCreation creation,
            ProfileUpdate update,
            ProfileCheck check,
            AuditTrail trail) {
        this.caller = caller;
        this.visit = visit;
        this.console = console;
        this.providers = providers;
        this.profiles = profiles;
        this.creation = creation;
        this.update = update;
        this.check = check;
        this.trail = trail;
    }

    @POST
    @Operation(hidden = true)
    public Uni<Response> create(
            @RestForm @Nullable String csrf,
            @RestForm @Nullable String provider,
            @RestForm @Nullable String name,
            @RestForm("client_id") @Nullable String clientId,
            @RestForm("client_secret") @Nullable String clientSecret,
            @RestForm List<String> permissions,
            @RestForm("return_urls") @Nullable String returnUrls) {
        visit.require(csrf);
        NewConnectorProfile body =
                new NewConnectorProfile(
                        provider,
                        name,
                        clientId,
                        clientSecret,
                        List.copyOf(permissions),
                        lines(returnUrls),
                        null,
                        null,
                        null);
        return Uni.createFrom()
                .deferred(() -> creation.register(trail.takeOver(), caller.tenantId(), body))
                .map(profile -> done(profile.id(), said(profile)))
                .onFailure(ProblemException.class)
                .recoverWithUni(problem -> again(body, (ProblemException) problem));
    }

    /** The form as it was filled in, but for the secret; without a provider there is none. */
    private Uni<Response> again(NewConnectorProfile body, ProblemException problem) {
        return Optional.ofNullable(body.provider())
                .flatMap(providers::find)
                .map(
                        provider ->
                                ProfileConsolePages.form(
                                        provider, body, providers.callbackUrl(provider)))
                .map(page -> console.show(page.refused(problem)))
                .orElseGet(() -> Uni.createFrom().failure(problem));
    }

    private static List<String> lines(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("\\R"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }

    private static String said(ConnectorProfile profile) {
        return "The provider was asked about key and secret: "
                + profile.credentialsStatus().text()
                + profile.credentialsDetail().map(detail -> ". " + detail).orElse(".");
    }

    @POST
    @Path("/{id}/check")
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(hidden = true)
    public Uni<Response> check(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return check.check(caller.tenantId(), id).map(profile -> done(id, said(profile)));
    }

    @POST
    @Path("/{id}/secret")
    @Operation(hidden = true)
    public Uni<Response> changeSecret(
            @RestPath String id,
            @RestForm @Nullable String csrf,
            @RestForm("client_secret") @Nullable String clientSecret) {
        visit.require(csrf);
        trail.call("connector_profile.secret_changed"); // also when it is refused
        ConnectorProfileChange change = new ConnectorProfileChange();
        change.clientSecret = clientSecret == null ? "" : clientSecret;
        return changed(id, change).map(profile -> done(id, said(profile)));
    }

    @POST
    @Path("/{id}/disable")
    @Operation(hidden = true)
    public Uni<Response> disable(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return switchTo(id, "disabled", "The profile gives out nothing now.");
    }

    @POST
    @Path("/{id}/enable")
    @Operation(hidden = true)
    public Uni<Response> enable(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return switchTo(id, "active", "The profile is in use again.");
    }

    private Uni<Response> switchTo(String id, String status, String notice) {
        ConnectorProfileChange change = new ConnectorProfileChange();
        change.status = status;
        return changed(id, change).map(profile -> done(id, notice));
    }

    private Uni<ConnectorProfile> changed(String id, ConnectorProfileChange change) {
        return update.change(trail.takeOver(), caller.tenantId(), id, change);
    }

    @POST
    @Path("/{id}/delete")
    @Operation(hidden = true)
    public Uni<Response> delete(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return profiles.delete(trail.takeOver(), caller.tenantId(), id)
                .map(
                        gone ->
                                Console.done(
                                        ProfileConsoleResource.ROOT,
                                        "The profile " + id + " is deleted."));
    }

    private static Response done(String id, String notice) {
        return Console.done(ProfileConsoleResource.ROOT + "/" + id, notice);
    }
}
