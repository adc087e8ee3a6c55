package dev.lanyard.runtime;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.transport.Transport;

/**
 * Netty's epoll in the native executable, where Quarkus leaves {@code
 * quarkus.vertx.prefer-native-transport} without effect. Vert.x finds it by {@code
 * META-INF/services}. Where it does not load, as without a folder for temporary files, the JDK's
 * transport stays.
 */
@RegisterForReflection // found by name
public class NativeTransport implements VertxServiceProvider {

    /** For Vert.x. */
    public NativeTransport() {}

    @Override
    public void init(VertxBuilder builder) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN
                && builder.options().getPreferNativeTransport()) {
            Transport epoll = new EpollTransport();
            if (epoll.isAvailable()) {
                builder.findTransport(epoll);
            }
        }
    }
}
