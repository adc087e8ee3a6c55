package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatabaseClockTest {
    @Inject Pool pool;

    @Test
    void tellsTheTimeOfTheDatabase() {
        DatabaseClock clock = new DatabaseClock(pool);
        clock.look().await().atMost(Duration.ofSeconds(5));

        assertThat(clock.instant()).isCloseTo(Instant.now(), within(2, ChronoUnit.SECONDS));
    }

    @Test
    void noticesAClockThatIsMoreThanHalfAMinuteOff() {
        DatabaseClock clock = new DatabaseClock(pool);

        clock.compare(Duration.ofMinutes(10));
        assertThat(clock.isWrong()).isTrue();
        clock.compare(Duration.ofSeconds(-29));
        assertThat(clock.isWrong()).isFalse();
        clock.compare(Duration.ofSeconds(-31));
        assertThat(clock.isWrong()).isTrue();
    }
}
