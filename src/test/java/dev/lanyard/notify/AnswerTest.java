package dev.lanyard.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.notify.Answer.Kind;
import dev.lanyard.outbound.Outbound.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    @ParameterizedTest
    @CsvSource({
        "200,DELIVERED", "204,DELIVERED", "299,DELIVERED", "302,REFUSED", "400,REFUSED",
        "404,REFUSED", "410,GONE", "429,REFUSED", "500,REFUSED", "503,REFUSED"
    })
    void isDeliveryForAny2xxAndNothingElse(int status, Kind kind) {
        Answer answer = Answer.of(new Reply(status, Map.of(), "secret words of the target"));

        assertThat(answer.kind()).isEqualTo(kind);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(String.valueOf(answer.error())).doesNotContain("secret words");
    }

    @Test
    void keepsToRetryAfterForAnHourAtMost() {
        assertThat(Answer.of(new Reply(503, Map.of("retry-after", "120"), "")).pause())
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(Answer.of(new Reply(429, Map.of("retry-after", "864000"), "")).pause())
                .isEqualTo(Duration.ofHours(1));
        assertThat(Answer.of(new Reply(429, Map.of("retry-after", "soon"), "")).pause())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void tellsWhyThereWasNoneInAShortLine() {
        Answer answer = Answer.failed(new IOException("no\u0000 connection\n" + "x".repeat(1_000)));

        assertThat(answer.kind()).isEqualTo(Kind.FAILED);
        assertThat(answer.error()).startsWith("no connection").hasSizeLessThanOrEqualTo(200);
    }
}
