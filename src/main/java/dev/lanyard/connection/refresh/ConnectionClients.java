package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/** The client by which a connection is refreshed. */
@ApplicationScoped
public class ConnectionClients {
    private final Leases leases;
    private final ProfileClients clients;

    ConnectionClients(Leases leases, ProfileClients clients) {
        this.leases = leases;
        this.clients = clients;
    }

    /** What the question says of the connection's client; {@code otherwise} if that is gone. */
    public <T> Uni<T> ask(
            ConnectionRef connection, Function<ProfileClient, Uni<T>> question, T otherwise) {
        return leases.load(connection)
                .chain(
                        row ->
                                row.isEmpty()
                                        ? Uni.createFrom().item(otherwise)
                                        : clients.open(row.get().profile()).chain(question::apply));
    }
}
