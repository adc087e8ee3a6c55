package dev.lanyard.provider.profile;

import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Providers;
import dev.lanyard.provider.branding.Branding;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** How a profile's connect pages look, changed in the console. */
@Path("/console/profiles/{id}/branding")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RequiresScope(Scope.MANAGE)
class ProfileBrandingResource {
    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final Console console;
    private final Providers providers;
    private final ConnectorProfiles profiles;
    private final ProfileUpdate update;
    private final AuditTrail trail;

    ProfileBrandingResource(
            CurrentCaller caller,
            ConsoleVisit visit,
            Console console,
            Providers providers,
            ConnectorProfiles profiles,
            ProfileUpdate update,
            AuditTrail trail) {
        this.caller = caller;
        this.visit = visit;
        this.console = console;
        this.providers = providers;
        this.profiles = profiles;
        this.update = update;
        this.trail = trail;
    }

    @POST
    @Operation(hidden = true)
    public Uni<Response> change(
            @RestPath String id,
            @RestForm @Nullable String csrf,
            @RestForm @Nullable String logo,
            @RestForm @Nullable String color,
            @RestForm @Nullable String intro,
            @RestForm("support_url") @Nullable String supportUrl) {
        visit.require(csrf);
        Branding filled =
                new Branding(
                        ConsoleField.given(logo),
                        ConsoleField.given(color),
                        ConsoleField.given(intro),
                        ConsoleField.given(supportUrl));
        ConnectorProfileChange change = new ConnectorProfileChange();
        change.branding = filled;
        return update.change(trail.takeOver(), caller.tenantId(), id, change)
                .map(
                        profile ->
                                Console.done(
                                        ProfileConsoleResource.ROOT + "/" + id,
                                        "The connect pages look like that now."))
                .onFailure(ProblemException.class)
                .recoverWithUni(problem -> again(id, filled, (ProblemException) problem));
    }

    /** The form as it was filled in. */
    private Uni<Response> again(String id, Branding filled, ProblemException problem) {
        return profiles.get(caller.tenantId(), id)
                .map(profile -> ConnectorProfileView.of(profile, providers))
                .map(view -> ProfileConsolePages.one(view, filled, caller.get().keyId()))
                .map(page -> page.refused(problem))
                .chain((ConsolePage page) -> console.show(page));
    }
}
