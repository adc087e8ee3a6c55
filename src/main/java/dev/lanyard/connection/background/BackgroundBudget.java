package dev.lanyard.connection.background;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.pace.ClientProofs;
import dev.lanyard.connection.refresh.ConnectionClients;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Background work's share of a profile's token requests (rule 24). */
@ApplicationScoped
class BackgroundBudget {
    private final ConnectionClients clients;
    private final ClientProofs paces;

    BackgroundBudget(ConnectionClients clients, ClientProofs paces) {
        this.clients = clients;
        this.paces = paces;
    }

    /**
     * Takes one request for this connection's profile.
     *
     * @return zero, or how long until there is one again; zero for a connection that is gone
     */
    Uni<Duration> spend(ConnectionRef connection) {
        return clients.ask(connection, paces::spendBackground, Duration.ZERO);
    }
}
