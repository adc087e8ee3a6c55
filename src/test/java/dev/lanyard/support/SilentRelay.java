package dev.lanyard.support;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP address that leads to a server, until the server's host vanishes: then connections are
 * accepted and stay open, and not one byte passes any more.
 */
public final class SilentRelay implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final int target;
    private final NetServer door;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<AtomicBoolean> dropped = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    /** To a port of this host. */
    public SilentRelay(int target) {
        this.target = target;
        this.door =
                vertx.createNetServer()
                        .connectHandler(this::accept)
                        .listen(0, LOOPBACK)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    public int port() {
        return door.actualPort();
    }

    /** How many connections were made so far. */
    public int accepted() {
        return accepted.get();
    }

    /** The host vanishes. */
    public void vanish() {
        silent = true;
        drop();
    }

    /** A firewall forgets the connections that are open now. */
    public void drop() {
        dropped.forEach(passage -> passage.set(true));
    }

    /** A host is back at this address, and knows nothing of the connections before. */
    public void comeBack() {
        silent = false;
    }

    private void accept(NetSocket caller) {
        accepted.incrementAndGet();
        if (silent) {
            return;
        }
        AtomicBoolean gone = new AtomicBoolean();
        dropped.add(gone);
        caller.pause();
        client.connect(target, LOOPBACK).onSuccess(server -> join(caller, server, gone));
    }

    private static void join(NetSocket caller, NetSocket server, AtomicBoolean gone) {
        caller.handler(part -> pass(part, server, gone));
        server.handler(part -> pass(part, caller, gone));
        caller.closeHandler(end -> close(server, gone));
        server.closeHandler(end -> close(caller, gone));
        caller.resume();
    }

    private static void pass(Buffer part, NetSocket to, AtomicBoolean gone) {
        if (!gone.get()) {
            to.write(part);
        }
    }

    private static void close(NetSocket other, AtomicBoolean gone) {
        if (!gone.get()) {
            other.close();
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
