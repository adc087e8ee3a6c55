package dev.lanyard.ingress;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Watches every connection from its first byte, where neither routes nor filters reach: clients
 * that are slow on purpose, and requests that are none. Netty finds it by {@code META-INF/services}
 * once {@link #enable} was called.
 */
@RegisterForReflection // found by name
public class ConnectionGuard extends ChannelInitializerExtension {

    /** For Netty. */
    public ConnectionGuard() {}

    /** To be called before the first server starts; servers started before are not watched. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        PipelinedRequests pipelined = new PipelinedRequests();
        connection
                .pipeline()
                .addFirst(new SlowRequests(), pipelined, new InvalidRequests(pipelined));
    }
}
