package dev.lanyard.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a request may take to come along. */
class SlowRequestsTest {
    private final AtomicLong now = new AtomicLong();
    private final EmbeddedChannel connection = new EmbeddedChannel(new SlowRequests(now::get));

    private void read(int bytes) {
        connection.writeInbound(Unpooled.buffer(bytes).writeZero(bytes));
    }

    private void pass(long seconds) {
        for (long passed = 0; passed < seconds; passed += 5) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(5));
            connection.advanceTimeBy(5, TimeUnit.SECONDS);
            connection.runScheduledPendingTasks();
        }
    }

    @Test
    void cutsAClientThatSendsAByteNowAndThen() {
        for (int i = 0; i < 12; i++) {
            read(1);
            pass(5);
        }
        assertThat(connection.isOpen()).isTrue();

        pass(5);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void leavesAnIdleConnectionToTheIdleTimeout() {
        pass(600);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void leavesAClientWhoseRequestIsAnswered() {
        for (int i = 0; i < 100; i++) {
            read(100);
            connection.writeOutbound(Unpooled.buffer(10).writeZero(10));
            pass(5);
        }

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void givesALargeBodyOnASlowLineItsTime() {
        for (int i = 0; i < 40; i++) {
            read(5_000);
            pass(5);
        }

        assertThat(connection.isOpen()).isTrue();
    }
}
