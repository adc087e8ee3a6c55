package dev.lanyard.runtime;

import io.netty.resolver.AddressResolverGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** All addresses of a host's name, by the resolver that Vert.x uses, which has only the first. */
public final class HostAddresses {
    private static final int MOST = 8;

    private HostAddresses() {}

    /**
     * Looks a name up.
     *
     * @param host a name, or an address
     * @return at least one, at most {@value #MOST}, each with the name; fails with {@link
     *     java.net.UnknownHostException}
     */
    public static Future<List<SocketAddress>> of(Vertx vertx, String host, int port) {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        AddressResolverGroup<InetSocketAddress> names =
                ((VertxInternal) vertx).nettyAddressResolverGroup();
        Promise<List<InetSocketAddress>> found = context.promise();
        names.getResolver(context.nettyEventLoop())
                .resolveAll(InetSocketAddress.createUnresolved(host, port))
                .addListener(
                        (io.netty.util.concurrent.Future<List<InetSocketAddress>> done) ->
                                complete(found, done));
        return found.future().map(HostAddresses::of);
    }

    private static void complete(
            Promise<List<InetSocketAddress>> found,
            io.netty.util.concurrent.Future<List<InetSocketAddress>> done) {
        if (done.isSuccess()) {
            found.complete(done.getNow());
        } else {
            found.fail(done.cause());
        }
    }

    private static List<SocketAddress> of(List<InetSocketAddress> addresses) {
        if (addresses.size() == 1) { // of almost every request that is passed on
            return List.of(SocketAddress.inetSocketAddress(addresses.get(0)));
        }
        return addresses.stream().limit(MOST).map(SocketAddress::inetSocketAddress).toList();
    }
}
