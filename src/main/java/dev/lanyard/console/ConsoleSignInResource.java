package dev.lanyard.console;

import dev.lanyard.tenant.access.ConsoleSessions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The console's door: an API key for a cookie. The key is in no page and no browser storage. */
@Path("/console/sign-in")
class ConsoleSignInResource {
    private static final String ROOT = "/console";

    private final ConsoleSessions sessions;
    private final Console console;

    ConsoleSignInResource(ConsoleSessions sessions, Console console) {
        this.sessions = sessions;
        this.console = console;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> ask(@RestQuery @Nullable String to) {
        return console.signIn(200, ownPath(to), null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Uni<Response> begin(
            @RestForm @Nullable String key,
            @RestForm @Nullable String to,
            HttpServerRequest request) {
        return sessions.begin(key == null ? "" : key, request)
                .onItem()
                .ifNotNull()
                .transform(cookie -> begun(cookie, ownPath(to)))
                .onItem()
                .ifNull()
                .switchTo(() -> refused(to));
    }

    private Uni<Response> refused(@Nullable String to) {
        return console.signIn(
                401,
                ownPath(to),
                "This API key is unknown, revoked or expired. Keys begin with key_ and are made by"
                        + " whoever runs Lanyard.");
    }

    private static Response begun(String cookie, String to) {
        return Response.status(303).location(URI.create(to)).header("Set-Cookie", cookie).build();
    }

    /** Only below the console, whatever a link says. */
    private static String ownPath(@Nullable String to) {
        boolean own =
                to != null
                        && to.length() <= 2_000
                        && (to.equals(ROOT)
                                || to.startsWith(ROOT + "/")
                                || to.startsWith(ROOT + "?"))
                        && to.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
        return own ? String.valueOf(to) : ROOT;
    }
}
