package dev.lanyard.tenant.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Records what the API was asked to change, and what it refused, before the response goes out:
 * every mutation below {@code /v1} and {@code /admin/v1} that did not write its entry with the
 * change itself, and every call that a key's scopes do not allow.
 */
@ApplicationScoped
class AuditResponses {
    private static final Logger LOG = Logger.getLogger(AuditResponses.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int FORBIDDEN = 403;

    private final AuditTrail trail;
    private final CurrentCaller caller;
    private final AuditLog log;
    private final Pool pool;
    private final ObjectMapper json;
    private final Counter lost;

    AuditResponses(
            AuditTrail trail,
            CurrentCaller caller,
            AuditLog log,
            Pool pool,
            ObjectMapper json,
            MeterRegistry metrics) {
        this.trail = trail;
        this.caller = caller;
        this.log = log;
        this.pool = pool;
        this.json = json;
        this.lost = metrics.counter("lanyard.audit.lost");
    }

    /** Writes the entry, if the request deserves one. */
    @ServerResponseFilter
    public Uni<Void> record(ContainerRequestContext request, ContainerResponseContext response) {
        Actor actor = trail.actor();
        if (actor == null || !isOfInterest(request.getMethod(), response.getStatus())) {
            return Uni.createFrom().voidItem();
        }
        return AuditedAction.of(request.getMethod(), request.getUriInfo().getPath())
                .map(action -> entry(actor, action, response))
                .map(this::write)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private boolean isOfInterest(String method, int status) {
        if (READING.contains(method) || trail.isReading()) {
            return status == FORBIDDEN;
        }
        return status >= 400 || !trail.isWritten();
    }

    private AuditEntry entry(Actor actor, AuditedAction action, ContainerResponseContext response) {
        String tenantId =
                actor.type() == Actor.Type.OPERATOR ? AuditLog.OPERATOR : caller.tenantId();
        String name = trail.action() == null ? action.name() : trail.action();
        int status = response.getStatus();
        if (status >= 400) {
            AuditEntry.AuditOutcome outcome =
                    status < 500 ? AuditEntry.AuditOutcome.REFUSED : AuditEntry.AuditOutcome.FAILED;
            return AuditEntry.succeeded(tenantId, actor, name, action.objectId())
                    .ended(outcome, field("code", response));
        }
        String id = action.objectId() == null ? field("id", response) : action.objectId();
        return AuditEntry.succeeded(tenantId, actor, name, id);
    }

    /** A field of what is answered: a problem's code, a new object's id. */
    private @Nullable String field(String name, ContainerResponseContext response) {
        Object entity = response.getEntity();
        return Optional.ofNullable(entity)
                .map(this::tree)
                .map(tree -> tree.path(name).textValue())
                .orElse(null);
    }

    private JsonNode tree(Object entity) {
        try {
            return entity instanceof String text ? json.readTree(text) : json.valueToTree(entity);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.debugf("not JSON: %s", e.getMessage());
            return json.nullNode();
        }
    }

    /**
     * The change is done already: an entry that the database does not take goes to the process's
     * own log, and is counted.
     */
    private Uni<Void> write(AuditEntry entry) {
        return log.record(pool, entry)
                .onFailure()
                .retry()
                .withBackOff(PAUSE)
                .atMost(2)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure -> lose(entry, failure))
                .onFailure()
                .recoverWithNull();
    }

    private void lose(AuditEntry entry, Throwable failure) {
        lost.increment();
        LOG.errorf("The audit log lacks %s: %s", entry, failure.getMessage());
    }
}
