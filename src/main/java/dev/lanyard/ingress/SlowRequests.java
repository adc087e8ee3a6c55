package dev.lanyard.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a connection whose request does not come along: from its first byte to the first byte of its
 * answer a request has a minute, and a second more for each 500 bytes that came. A client that
 * sends a byte now and then evades every idle timeout, but not this.
 */
final class SlowRequests extends ChannelDuplexHandler {
    private static final long ALLOWED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / 500;
    private static final long LOOK_SECONDS = 5;

    private final LongSupplier nanos;
    private @Nullable ScheduledFuture<?> looks;
    private boolean waiting;
    private long since;
    private long bytes;

    SlowRequests() {
        this(System::nanoTime);
    }

    /**
     * By that clock.
     *
     * @param nanos like {@link System#nanoTime()}
     */
    SlowRequests(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void channelActive(ChannelHandlerContext connection) {
        looks =
                connection
                        .executor()
                        .scheduleWithFixedDelay(
                                () -> check(connection),
                                LOOK_SECONDS,
                                LOOK_SECONDS,
                                TimeUnit.SECONDS);
        connection.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        if (!waiting) {
            waiting = true;
            since = nanos.getAsLong();
            bytes = 0;
        }
        if (message instanceof ByteBuf read) {
            bytes += read.readableBytes();
        }
        connection.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) {
        waiting = false;
        connection.write(message, promise);
    }

    private void check(ChannelHandlerContext connection) {
        if (StreamedRequests.isOn(connection.channel())) {
            waiting = false;
        }
        if (waiting && nanos.getAsLong() - since > ALLOWED_NANOS + bytes * NANOS_PER_BYTE) {
            connection.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext connection) {
        if (looks != null) {
            looks.cancel(false);
        }
        connection.fireChannelInactive();
    }
}
