package dev.lanyard.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long providers and webhooks ask to be left alone. */
class RetryAfterTest {
    private static final String NOW = "Sun, 06 Nov 2033 08:49:37 GMT";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 2033 08:50:37 GMT",
                "Sunday, 06-Nov-33 08:50:37 GMT",
                "Sun Nov  6 08:50:37 2033",
                "2033-11-06T08:50:37Z",
                "2033-11-06T09:50:37.000+01:00",
                " 60 ",
                "60.5"
            })
    void aMinuteIsAMinuteInEveryForm(String value) {
        assertThat(RetryAfter.read(Map.of("retry-after", value, "date", NOW)))
                .contains(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7200, 3600",
        "99999999999999999999, 3600",
        "1000000000, 0",
        "'Sun, 06 Nov 2033 08:40:37 GMT', 0",
        "'Mon, 07 Nov 2033 08:49:37 GMT', 3600"
    })
    void whatIsPastIsNoPauseAndALongOneIsAnHour(String value, long seconds) {
        assertThat(RetryAfter.read(Map.of("retry-after", value, "date", NOW)))
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    void secondsSince1970AreATime() {
        long inAMinute = Instant.now().plusSeconds(60).getEpochSecond();

        assertThat(RetryAfter.read(Map.of("retry-after", Long.toString(inAMinute))))
                .hasValueSatisfying(
                        wait ->
                                assertThat(wait)
                                        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "Sun, 06 Nov", "1m"})
    void whatIsNoneSaysNothing(String value) {
        assertThat(RetryAfter.read(Map.of("retry-after", value))).isEmpty();
    }
}
