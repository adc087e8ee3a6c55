package dev.lanyard.chaos.rig;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.Pipe;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * A TCP address that leads elsewhere, and each new connection to where it leads just then. Opened
 * connections stay where they are until one end closes, as with a Kubernetes Service or a virtual
 * address.
 */
final class Relay implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final IntSupplier target;
    private final NetServer door;
    private final AtomicInteger refused = new AtomicInteger();

    /**
     * @param target the port to connect to, asked for each connection; 0: nobody serves, and the
     *     connection is closed
     */
    Relay(IntSupplier target) {
        this.target = target;
        this.door =
                vertx.createNetServer()
                        .connectHandler(this::accept)
                        .listen(0, LOOPBACK)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    int port() {
        return door.actualPort();
    }

    private void accept(NetSocket caller) {
        int port = target.getAsInt();
        if (port == 0) {
            refuse(caller);
            return;
        }
        Pipe<Buffer> sent = caller.pipe();
        client.connect(port, LOOPBACK)
                .onSuccess(callee -> join(caller, sent, callee))
                .onFailure(failure -> refuse(caller));
    }

    private void refuse(NetSocket caller) {
        refused.incrementAndGet();
        caller.close();
    }

    /** How many connections led to nobody. */
    int refused() {
        return refused.get();
    }

    private static void join(NetSocket caller, Pipe<Buffer> sent, NetSocket callee) {
        sent.to(callee);
        callee.pipeTo(caller);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
