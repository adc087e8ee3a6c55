package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Gives git a user name and a fresh access token, in the words of git's credential helpers. */
@Path("/v1/connections/{id}/git-credential")
@Tag(name = "Connections")
class GitCredentialResource {
    /** A push asks once, and sends the password again when all of it is packed. */
    private static final Duration MIN_TTL = Duration.ofMinutes(5);

    private final CurrentCaller caller;
    private final FreshTokens tokens;
    private final Providers providers;
    private final TokenUses uses;
    private final AuditTrail trail;

    GitCredentialResource(
            CurrentCaller caller,
            FreshTokens tokens,
            Providers providers,
            TokenUses uses,
            AuditTrail trail) {
        this.caller = caller;
        this.tokens = tokens;
        this.providers = providers;
        this.uses = uses;
        this.trail = trail;
    }

    @GET
    @RequiresScope(Scope.TOKENS)
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            summary = "Get a user name and password for git",
            description =
                    "Four lines of git's credential format: protocol, host, username and password."
                            + " The password is an access token that is good for five minutes or"
                            + " more, if the provider gives out such.")
    public Uni<String> credential(@PathParam("id") String id) {
        ConnectionRef connection = new ConnectionRef(caller.tenantId(), id);
        Actor reader = trail.caller();
        return tokens.use(connection, MIN_TTL)
                .map(token -> new GitCredential(token, git(token.provider())))
                .invoke(credential -> uses.gitCredential(credential.token().connection(), reader))
                .map(GitCredential::text);
    }

    private Provider.Git git(String provider) {
        return providers
                .find(provider)
                .flatMap(Provider::git)
                .orElseThrow(
                        () ->
                                ProblemException.of(
                                        ProblemCode.CONFLICT,
                                        "The provider "
                                                + provider
                                                + " has no git host: its entry in the operator's"
                                                + " catalogue lacks \"git\"."));
    }

    /** What git is told; its values hold no line break, by where they come from. */
    private record GitCredential(UsableToken token, Provider.Git git) {
        String text() {
            return "protocol=https\nhost="
                    + git.host()
                    + "\nusername="
                    + git.username()
                    + "\npassword="
                    + token.accessToken()
                    + "\n";
        }

        @Override
        public String toString() {
            return "GitCredential[" + git.host() + "]";
        }
    }
}
