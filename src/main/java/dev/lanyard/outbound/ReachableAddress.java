package dev.lanyard.outbound;

import dev.lanyard.runtime.HostAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds which of a name's addresses can be connected to, for a client that tries only the first. A
 * name with one address is not tried.
 */
public final class ReachableAddress {
    private static final int CONNECT_MILLIS = 1_000;

    private ReachableAddress() {}

    /**
     * Connects to one after the other, and sends nothing.
     *
     * @return the first that accepts; empty if there is no choice, or none accepts: never a failure
     */
    public static Future<Optional<String>> of(Vertx vertx, String host, int port) {
        return HostAddresses.of(vertx, host, port)
                .compose(addresses -> choose(vertx, addresses))
                .otherwise(Optional.empty());
    }

    private static Future<Optional<String>> choose(Vertx vertx, List<SocketAddress> addresses) {
        if (addresses.size() == 1) {
            return Future.succeededFuture(Optional.empty());
        }
        NetClient client =
                vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
        Future<Optional<String>> found = probe(client, addresses.get(0));
        for (SocketAddress next : addresses.subList(1, addresses.size())) {
            found = found.recover(failure -> probe(client, next));
        }
        return found.onComplete(done -> client.close());
    }

    private static Future<Optional<String>> probe(NetClient client, SocketAddress address) {
        return client.connect(address)
                .onSuccess(NetSocket::close)
                .map(open -> Optional.of(address.hostAddress()));
    }
}
