package dev.lanyard.connection;

import dev.lanyard.provider.Clients;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Background work's share of a profile's token requests (rule 24). */
@ApplicationScoped
class Budget {
    private final Leases leases;
    private final Clients clients;
    private final ProfilePaces paces;

    Budget(Leases leases, Clients clients, ProfilePaces paces) {
        this.leases = leases;
        this.clients = clients;
        this.paces = paces;
    }

    /** Takes one request for this connection's profile; false: none is left just now. */
    Uni<Boolean> take(ConnectionRef connection) {
        return leases.look(connection)
                .chain(
                        row ->
                                row.isEmpty()
                                        ? Uni.createFrom().item(false)
                                        : clients.of(connection.tenantId(), row.get().profileId())
                                                .chain(paces::takeBackground));
    }
}
