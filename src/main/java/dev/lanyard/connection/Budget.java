package dev.lanyard.connection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Background work's share of a profile's token requests (rule 24). */
@ApplicationScoped
class Budget {
    private final ConnectionClients clients;
    private final ProfilePaces paces;

    Budget(ConnectionClients clients, ProfilePaces paces) {
        this.clients = clients;
        this.paces = paces;
    }

    /** Takes one request for this connection's profile; false: none is left just now. */
    Uni<Boolean> take(ConnectionRef connection) {
        return clients.ask(connection, paces::takeBackground);
    }
}
