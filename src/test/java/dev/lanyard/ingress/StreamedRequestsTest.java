package dev.lanyard.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What holds for a whole request does not hold while one is streamed, and then again. */
class StreamedRequestsTest {
    private final AtomicLong now = new AtomicLong();
    private final List<Object> events = new ArrayList<>();
    private final EmbeddedChannel connection =
            new EmbeddedChannel(
                    new SlowRequests(now::get),
                    new StreamedRequests(),
                    new ChannelInboundHandlerAdapter() {
                        @Override
                        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                            events.add(event);
                        }
                    });

    private void readSlowly() {
        connection.writeInbound(Unpooled.buffer(1).writeZero(1));
        for (int i = 0; i < 20; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(5));
            connection.advanceTimeBy(5, TimeUnit.SECONDS);
            connection.runScheduledPendingTasks();
        }
    }

    private void becomeIdle() {
        connection.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_READER_IDLE_STATE_EVENT);
    }

    @Test
    void aStreamedRequestMayBeSlowAndItsClientSilent() {
        StreamedRequests.mark(connection, true);

        readSlowly();
        becomeIdle();

        assertThat(connection.isOpen()).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void theNextRequestMayNot() {
        StreamedRequests.mark(connection, true);
        StreamedRequests.mark(connection, false);

        becomeIdle();
        readSlowly();

        assertThat(events).hasSize(1);
        assertThat(connection.isOpen()).isFalse();
    }
}
