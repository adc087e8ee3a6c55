package dev.lanyard.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Test
    void growFromSecondsToHours() {
        int[] seconds = {5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800, 28_800};

        IntStream.range(0, seconds.length)
                .forEach(
                        attempts ->
                                assertThat(RetrySchedule.after(attempts, Duration.ZERO))
                                        .isBetween(
                                                Duration.ofSeconds(seconds[attempts]),
                                                Duration.ofMillis(seconds[attempts] * 1_200L)));
    }

    @Test
    void areAsLongAsTheTargetAsksUnlessItAsksForLess() {
        assertThat(RetrySchedule.after(0, Duration.ofMinutes(10)))
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
        assertThat(RetrySchedule.after(5, Duration.ofSeconds(1)))
                .isGreaterThan(Duration.ofMinutes(59));
    }

    @Test
    void keepApartWhatFailedTogether() {
        assertThat(
                        IntStream.range(0, 50)
                                .mapToObj(n -> RetrySchedule.after(3, Duration.ZERO))
                                .distinct())
                .hasSizeGreaterThan(40);
    }
}
