package dev.lanyard.rig;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One address before replicas: each new connection goes to the next of them, byte for byte. */
final class Front implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final List<URI> replicas = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final NetServer server =
            vertx.createNetServer()
                    .connectHandler(this::carry)
                    .listen(0, "localhost")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();

    URI url() {
        return URI.create("http://localhost:" + server.actualPort());
    }

    void add(Replica replica) {
        replicas.add(replica.url());
    }

    private void carry(NetSocket caller) {
        caller.pause();
        URI next = replicas.get(connections.getAndIncrement() % replicas.size());
        client.connect(next.getPort(), next.getHost())
                .onSuccess(replica -> join(caller, replica))
                .onFailure(refused -> caller.close());
    }

    private static void join(NetSocket caller, NetSocket replica) {
        caller.pipeTo(replica);
        replica.pipeTo(caller);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
