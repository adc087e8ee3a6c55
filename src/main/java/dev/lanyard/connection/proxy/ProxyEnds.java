package dev.lanyard.connection.proxy;

import dev.lanyard.http.RequestBodies;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.problem.RouterFailures;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditEntry.AuditOutcome;
import dev.lanyard.tenant.audit.AuditLog;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What is left to do when a proxied request has its end: it is counted, and one that has no
 * response of the provider's gets a problem document. Refusals are recorded as the REST layer's
 * are: those of a key's scopes, and those of what would have changed something.
 */
@Singleton
class ProxyEnds {
    private static final Logger LOG = Logger.getLogger(ProxyEnds.class);
    private static final String ACTION = "connection.proxied";
    private static final long PATIENCE_SECONDS = 2;

    private final RouterFailures failures;
    private final ProxyMeters meters;
    private final AuditLog audit;

    ProxyEnds(RouterFailures failures, ProxyMeters meters, AuditLog audit) {
        this.failures = failures;
        this.meters = meters;
        this.audit = audit;
    }

    void ended(ProxyCall call, String provider, ProxyOutcome outcome) {
        meters.ended(provider, call.request().method(), outcome, call.began());
    }

    /** Nobody known called. */
    void unauthorized(RoutingContext context, long began, Throwable failure) {
        meters.ended(ProxyMeters.NO_PROVIDER, context.request().method(), outcome(failure), began);
        respond(context, failure);
    }

    /** Nothing of a response was sent yet. */
    void refused(ProxyCall call, String provider, Throwable failure) {
        ended(call, provider, outcome(failure));
        recorded(call, failure).onComplete(done -> respond(call.context(), failure));
    }

    private static ProxyOutcome outcome(Throwable failure) {
        return failure instanceof ProblemException problem
                ? ProxyOutcome.of(problem.code())
                : ProxyOutcome.FAILED;
    }

    private void respond(RoutingContext context, Throwable failure) {
        HttpServerRequest request = context.request();
        if (RequestStream.isExpected(request)
                && !request.isEnded()
                && !request.response().headWritten()) {
            RequestBodies.closeAfterwards(request);
        }
        failures.respond(context, failure);
    }

    private Future<Void> recorded(ProxyCall call, Throwable failure) {
        boolean forbidden =
                failure instanceof ProblemException problem
                        && problem.code() == ProblemCode.FORBIDDEN;
        if (!forbidden && ProxyMeters.isReading(call.request().method())) {
            return Future.succeededFuture();
        }
        return SameContext.of(audit.record(List.of(entry(call, failure))))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .onFailure(
                        lost ->
                                LOG.errorf(
                                        "The audit log lacks %s: %s", entry(call, failure), lost));
    }

    private static AuditEntry entry(ProxyCall call, Throwable failure) {
        ProblemCode code =
                failure instanceof ProblemException problem ? problem.code() : ProblemCode.INTERNAL;
        AuditOutcome outcome = code.status() < 500 ? AuditOutcome.REFUSED : AuditOutcome.FAILED;
        return AuditEntry.succeeded(
                        call.caller().tenantId(), call.actor(), ACTION, call.path().connectionId())
                .ended(outcome, code.code());
    }
}
