package dev.lanyard.problem;

import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.ConnectException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** In tests only: fails in every way, and reads every kind of body and parameter. */
@Path("/connect/faults")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class FaultsResource {
    static final String SECRET = "a-secret-in-a-message";

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Inner(String someText, @Nullable Integer count, @Nullable Boolean flag) {}

    record Everything(
            @Nullable String text,
            @Nullable Long number,
            @Nullable Colour colour,
            @Nullable OffsetDateTime someTime,
            @Nullable List<Inner> inners,
            @Nullable Map<String, Object> metadata,
            @Nullable Optional<String> maybe) {}

    @GET
    @Path("/{kind}")
    @Operation(hidden = true)
    public Uni<String> fail(@RestPath String kind) {
        return Uni.createFrom().failure(failure(kind));
    }

    private static Throwable failure(String kind) {
        return switch (kind) {
            case "bug" -> new IllegalStateException(SECRET);
            case "assertion" -> new AssertionError(SECRET);
            case "refused" -> new ConnectException("Connection refused");
            case "closed" -> ClosedConnectionException.INSTANCE;
            case "pool" -> new NoStackTraceThrowable("Timeout");
            case "shutdown" -> new PgException("bye", "FATAL", "57P01", "");
            case "wrapped" ->
                    new CompletionException(
                            new IllegalStateException(
                                    "x", new PgException("bye", "FATAL", "57P03", "")));
            case "nul" -> new PgException("x", "ERROR", "22021", "");
            case "unique" -> new PgException("x", "ERROR", "23505", SECRET);
            case "sealed" -> new Sealed();
            case "markup" ->
                    ProblemException.of(
                            ProblemCode.CONFLICT, "<script>alert('x')</script> & \"more\"");
            case "limited" ->
                    ProblemException.of(
                            ProblemCode.RATE_LIMITED, "Slower.", Duration.ofMillis(1_001));
            default -> ProblemException.notFound();
        };
    }

    static final class Sealed extends RuntimeException implements OwnFailure {
        Sealed() {
            super(SECRET);
        }
    }

    @GET
    @Path("/parameters/all")
    @Operation(hidden = true)
    public Uni<Map<String, String>> parameters(
            @RestQuery Colour colour, @RestQuery Integer count, @RestQuery Boolean flag) {
        return Uni.createFrom().item(Map.of("colour", colour + " " + count + " " + flag));
    }

    @GET
    @Path("/numbered/{number}/of")
    @Operation(hidden = true)
    public Uni<Integer> numbered(@RestPath Integer number) {
        return Uni.createFrom().item(number);
    }

    @POST
    @Path("/echo")
    @Operation(hidden = true)
    public Uni<Everything> echo(Everything body) {
        return Uni.createFrom().item(body);
    }
}
