package dev.lanyard.tenant.access;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/** Refuses everybody but the operator below {@code /admin}; no tenant's key opens it. */
@Provider
@PreMatching
class OperatorFilter implements ResteasyReactiveContainerRequestFilter {
    private final AdminTokens operator;
    private final AuditTrail trail;
    private final ClientAddresses addresses;

    OperatorFilter(AdminTokens operator, AuditTrail trail, ClientAddresses addresses) {
        this.operator = operator;
        this.trail = trail;
        this.addresses = addresses;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!IncomingRequests.isBelow("/admin", request)) {
            return;
        }
        if (!operator.accepts(IncomingRequests.bearer(request))) {
            throw ProblemException.of(
                    ProblemCode.UNAUTHORIZED,
                    "Send the operator's token: \"Authorization: Bearer …\".");
        }
        trail.begin(addresses.operator(IncomingRequests.vertx(request)));
    }
}
