package dev.lanyard.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-ratelimit-reset | 60",
                "ratelimit-reset | 60",
                "x-rate-limit-reset | 60",
                "x-ratelimit-reset | 2014879837",
                "x-ratelimit-reset | 2014879837000",
                "x-ratelimit-reset | 2033-11-06T08:50:37Z",
                "x-ratelimit-reset | Sun, 06 Nov 2033 08:50:37 GMT",
                "x-ratelimit-reset-after | 60.25",
                "x-ratelimit-reset-requests | 60s",
                "x-app-rate-limit-reset | 60, 3600",
                "ratelimit | limit=100, remaining=0, reset=60",
                "ratelimit | \"default\";r=0;t=60"
            })
    void rule20_whereNothingElseIsSaidALimitsNewBeginningIsWaitedFor(String name, String value) {
        Map<String, String> headers = new HashMap<>(Map.of("date", NOW, name, value));
        Duration minute = Duration.ofMinutes(1);
        assertThat(RetryAfter.read(headers)).contains(minute);

        headers.put("x-ratelimit-remaining", "0");
        assertThat(RetryAfter.read(headers)).contains(minute);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-ratelimit-reset | 0",
                "x-ratelimit-reset | soon",
                "x-ratelimit-reset | 1000000000",
                "x-ratelimit-limit | 60",
                "x-reset | 60",
                "ratelimit | limit=100"
            })
    void aResetThatSaysNothingIsNoPause(String name, String value) {
        assertThat(RetryAfter.read(Map.of(name, value, "date", NOW))).isEmpty();
    }

    /** GitHub's secondary limits: the hour's requests are not used up. */
    @Test
    void whatIsLeftOfAnotherLimitIsNotWaitedFor() {
        assertThat(
                        RetryAfter.read(
                                Map.of("x-ratelimit-reset", "1800", "x-ratelimit-remaining", "17")))
                .isEmpty();
    }

    @Test
    void aResetIsAnHourAtMostAndRetryAfterComesFirst() {
        assertThat(RetryAfter.read(Map.of("x-ratelimit-reset", "86400")))
                .contains(Duration.ofHours(1));
        assertThat(RetryAfter.read(Map.of("x-ratelimit-reset", "86400", "retry-after", "5")))
                .contains(Duration.ofSeconds(5));
    }
}
