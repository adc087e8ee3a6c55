package dev.lanyard.connection.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import dev.lanyard.api.Ndjson;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.AuditTrail;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.security.GeneralSecurityException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A tenant's connections for another installation, sealed to a public key of the operator's. */
@Path("/admin/v1/tenants/{id}/export")
@Tag(name = "Operator")
class ConnectionExportResource {
    private final ConnectionExport exporting;
    private final TransferSlots slots;
    private final AuditTrail trail;

    ConnectionExportResource(ConnectionExport exporting, TransferSlots slots, AuditTrail trail) {
        this.exporting = exporting;
        this.slots = slots;
        this.trail = trail;
    }

    /**
     * What is wanted.
     *
     * @param publicKey a public Tink keyset for hybrid encryption: JSON, or that as a text
     * @param freeze from now on nothing of the tenant's is presented here
     */
    record ExportRequest(
            @Schema(implementation = Object.class, required = true) @Nullable JsonNode publicKey,
            @Nullable Boolean freeze) {

        KeysetHandle recipient() {
            if (publicKey == null || publicKey.isNull()) {
                throw wrongKey();
            }
            try {
                HybridConfig.register();
                KeysetHandle key =
                        TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(
                                publicKey.isTextual()
                                        ? publicKey.textValue()
                                        : publicKey.toString());
                key.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
                return key;
            } catch (GeneralSecurityException | RuntimeException e) {
                throw wrongKey();
            }
        }
    }

    static ProblemException wrongKey() {
        return ProblemException.invalid(
                "public_key",
                "must be a public keyset of Tink's for hybrid encryption, as JSON: \"open-export"
                        + " --new-key FILE\" makes one");
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(Ndjson.MEDIA_TYPE)
    @Operation(
            operationId = "exportTenant",
            summary = "Export a tenant's connections, sealed to a public key",
            description = "NDJSON; the sub-command open-export opens it. See docs/migrating.md.")
    public Multi<Ndjson> export(@PathParam("id") String id, ExportRequest body) {
        KeysetHandle recipient = body.recipient();
        boolean freeze = Boolean.TRUE.equals(body.freeze());
        slots.enter(id);
        return exporting
                .export(trail.takeOver(), id, recipient, freeze)
                .map(Ndjson::new)
                .onTermination()
                .invoke(() -> slots.leave(id));
    }
}
