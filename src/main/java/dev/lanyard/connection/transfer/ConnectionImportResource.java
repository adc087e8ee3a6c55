package dev.lanyard.connection.transfer;

import dev.lanyard.api.Ndjson;
import dev.lanyard.connection.transfer.ConnectionImport.Upload;
import dev.lanyard.http.RequestBodies;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.FieldErrors;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jspecify.annotations.Nullable;

/** Connections of another system, brought line by line, and the end of its being used beside. */
@Path(RequestBodies.IMPORT)
@Tag(name = "Connections")
class ConnectionImportResource {
    private static final String NDJSON = Ndjson.MEDIA_TYPE;
    private static final Logger LOG = Logger.getLogger(ConnectionImportResource.class);

    private final CurrentCaller caller;
    private final AuditTrail trail;
    private final ConnectionImport importing;
    private final ShadowActivation activation;
    private final TransferSlots slots;

    ConnectionImportResource(
            CurrentCaller caller,
            AuditTrail trail,
            ConnectionImport importing,
            ShadowActivation activation,
            TransferSlots slots) {
        this.caller = caller;
        this.trail = trail;
        this.importing = importing;
        this.activation = activation;
        this.slots = slots;
    }

    /** The profile whose shadows are activated. */
    record ActivationRequest(@Nullable String connectorProfileId) {
        String checked() {
            FieldErrors errors = new FieldErrors();
            String id = errors.text("connector_profile_id", connectorProfileId, 100);
            errors.end();
            return id;
        }
    }

    /**
     * How many shadows are none any more.
     *
     * @param activated by this call
     */
    record ActivationView(String connectorProfileId, long activated) {}

    /** A result, for the API's document. */
    @Schema(
            name = "ImportResult",
            requiredProperties = {"line", "status"})
    record ResultView(
            long line,
            @Schema(enumeration = {"created", "updated", "failed"}) String status,
            @Schema(name = "connection_id") @Nullable String connectionId,
            @Nullable ErrorView error) {}

    /** Why a line failed. */
    @Schema(
            name = "ImportError",
            requiredProperties = {"code", "detail"})
    record ErrorView(String code, String detail, @Nullable List<FieldErrorView> errors) {}

    /** A wrong field of a line. */
    @Schema(name = "ImportFieldError")
    record FieldErrorView(String field, String message) {}

    @POST
    @Consumes({NDJSON, "application/ndjson", "application/jsonl"})
    @Produces(NDJSON)
    @RequiresScope(Scope.MANAGE)
    @Operation(
            operationId = "importConnections",
            summary = "Import connections of another system, a line each",
            description =
                    "NDJSON both ways: one line for each line, in order, as they come. Safe to"
                            + " repeat. See docs/migrating.md.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = NDJSON,
                            schema = @Schema(implementation = ImportLine.class)))
    @APIResponse(
            responseCode = "200",
            description = "A result for each line",
            content =
                    @Content(
                            mediaType = NDJSON,
                            schema = @Schema(implementation = ResultView.class)))
    public Multi<Ndjson> importLines() {
        String tenantId = caller.tenantId();
        slots.enter(tenantId);
        Upload upload = new Upload(tenantId, trail.takeOver(), Ids.random());
        UploadedLines lines = UploadedLines.of(request());
        return Multi.createBy()
                .repeating()
                .uni(() -> lines.next().chain(batch -> results(upload, lines, batch)))
                .until(List::isEmpty)
                .map(ConnectionImportResource::text)
                .onTermination()
                .invoke(() -> slots.leave(tenantId));
    }

    private static HttpServerRequest request() {
        return CurrentRequestManager.get().serverRequest().unwrap(HttpServerRequest.class);
    }

    /** None for no lines: that was the end. */
    private Uni<List<ImportResult>> results(
            Upload upload, UploadedLines lines, List<UploadedLine> batch) {
        return batch.isEmpty()
                ? Uni.createFrom().item(List.of())
                : importing
                        .store(upload, batch)
                        .onFailure()
                        .invoke(failure -> LOG.errorf(failure, "import %s ends", upload.id()))
                        .onFailure()
                        .recoverWithItem(() -> lines.abandon(batch));
    }

    private static Ndjson text(List<ImportResult> results) {
        return new Ndjson(
                results.stream().map(ImportResult::json).collect(Collectors.joining("\n")));
    }

    @POST
    @Path("/activate")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.MANAGE)
    @Cancellable(false) // whoever hangs up does not leave half of them shadows
    @Operation(
            operationId = "activateImportedConnections",
            summary = "Activate a profile's shadows, as the former system has stopped")
    public Uni<ActivationView> activate(ActivationRequest body) {
        String profileId = body.checked();
        return activation
                .activate(trail.takeOver(), caller.tenantId(), profileId)
                .map(count -> new ActivationView(profileId, count));
    }
}
