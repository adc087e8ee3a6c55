package dev.lanyard.connection.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshBackoffTest {

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "2, 20", "6, 320"})
    void doublesFromFiveSecondsWithUpToAQuarterOfJitter(int failures, long seconds) {
        Duration least = Duration.ofSeconds(seconds);

        Duration pause = new RefreshBackoff(failures, Duration.ZERO).answered();

        assertThat(pause).isBetween(least, least.plus(least.dividedBy(4)));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 62, 63, 64, 65, Integer.MAX_VALUE})
    void endsAtTenMinutesHoweverOftenItFailed(int failures) {
        assertThat(new RefreshBackoff(failures, Duration.ZERO).answered())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void isAtMostHalfAMinuteWhileAnOutstandingResponseMayStillBeHad() {
        assertThat(new RefreshBackoff(9, Duration.ofMillis(1)).answered())
                .isEqualTo(RefreshBackoff.IN_GRACE);
    }

    @Test
    void growsFromItsFirstStepOnlyAfterTheQuickTriesOfWhatWasNotSent() {
        assertThat(new RefreshBackoff(0, Duration.ZERO).notSent()).isEqualTo(Duration.ofMillis(50));
        assertThat(new RefreshBackoff(2, Duration.ZERO).notSent()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new RefreshBackoff(3, Duration.ZERO).notSent())
                .isBetween(Duration.ofSeconds(5), Duration.ofMillis(6_250));
    }
}
