package dev.lanyard.outbound;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.ContextInternal;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * An HTTP client for each event loop, so that a kept connection is used by requests of its own
 * loop. One client for all takes whichever connection was used last, mostly another loop's: each
 * step of a request then wakes another thread, which costs more than the step.
 */
final class LoopClients {
    private final Vertx vertx;
    private final Map<EventExecutor, HttpClient> clients = new IdentityHashMap<>();

    /**
     * Clients that have no connections yet.
     *
     * @param options of each: its pool's size is a loop's
     */
    LoopClients(Vertx vertx, HttpClientOptions options) {
        this.vertx = vertx;
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            clients.put(loop, vertx.createHttpClient(options));
        }
    }

    /** The client of the caller's event loop. */
    HttpClient here() {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        HttpClient client = clients.get(loop);
        if (client == null) {
            throw new IllegalStateException("This event loop is not one of Vert.x");
        }
        return client;
    }

    void close() {
        clients.values().forEach(HttpClient::close);
    }
}
