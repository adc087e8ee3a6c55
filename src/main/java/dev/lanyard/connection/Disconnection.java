package dev.lanyard.connection;

import dev.lanyard.connection.grant.ConnectionAliases;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends a connection at once; what it held is revoked later, where the provider can. */
@ApplicationScoped
class Disconnection {
    private final Connections connections;
    private final ConnectionAliases aliases;

    Disconnection(Connections connections, ConnectionAliases aliases) {
        this.connections = connections;
        this.aliases = aliases;
    }

    /** Erases it, or the elder it was merged into; fails with {@code not_found}. */
    Uni<Void> disconnect(Actor actor, ConnectionRef connection) {
        return connections
                .delete(actor, connection)
                .onFailure(Disconnection::isNotFound)
                .recoverWithUni(() -> disconnectElder(actor, connection));
    }

    private Uni<Void> disconnectElder(Actor actor, ConnectionRef connection) {
        return aliases.elder(connection).chain(elder -> connections.delete(actor, elder));
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.code() == ProblemCode.NOT_FOUND;
    }
}
