package dev.lanyard.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecurringTaskTest {
    private static final String CATEGORY = "dev.lanyard.runtime.RecurringTaskTest";
    private static final Uni<Void> WORKS = Uni.createFrom().voidItem();
    private static final Uni<Void> FAILS =
            Uni.createFrom().failure(new IOException("connection refused"));

    private final Lines lines = new Lines();
    private final java.util.logging.Logger log = java.util.logging.Logger.getLogger(CATEGORY);
    private final RecurringTask recurring =
            new RecurringTask(Logger.getLogger(CATEGORY), "Sweeping");

    private static final class Lines extends Handler {
        private final List<String> all = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            all.add(line.getLevel() + " " + ExtLogRecord.wrap(line).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        log.addHandler(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(lines);
    }

    @Test
    void tellsOfAnOutageWhenItBeginsAndWhenItIsOver() {
        List.of(WORKS, FAILS, FAILS, FAILS, WORKS, WORKS, FAILS).forEach(this::tick);

        assertThat(lines.all)
                .containsExactly(
                        "WARN Sweeping failed and is tried again: java.io.IOException: connection"
                                + " refused",
                        "INFO Sweeping goes on",
                        "WARN Sweeping failed and is tried again: java.io.IOException: connection"
                                + " refused");
    }

    private void tick(Uni<Void> tick) {
        recurring.run(tick).await().indefinitely();
    }
}
