package dev.lanyard.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.notify.DeliveryResult.ResultKind;
import dev.lanyard.outbound.OutboundClient.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryResultTest {

    @ParameterizedTest
    @CsvSource({
        "200,DELIVERED", "204,DELIVERED", "299,DELIVERED", "302,REFUSED", "400,REFUSED",
        "404,REFUSED", "410,GONE", "429,REFUSED", "500,REFUSED", "503,REFUSED"
    })
    void isDeliveryForAny2xxAndNothingElse(int status, ResultKind kind) {
        DeliveryResult result =
                DeliveryResult.of(new Reply(status, Map.of(), "secret words of the target"));

        assertThat(result.kind()).isEqualTo(kind);
        assertThat(result.status()).isEqualTo(status);
        assertThat(String.valueOf(result.error())).doesNotContain("secret words");
    }

    @Test
    void keepsToRetryAfterForAnHourAtMost() {
        assertThat(DeliveryResult.of(new Reply(503, Map.of("retry-after", "120"), "")).pause())
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(DeliveryResult.of(new Reply(429, Map.of("retry-after", "864000"), "")).pause())
                .isEqualTo(Duration.ofHours(1));
        assertThat(DeliveryResult.of(new Reply(429, Map.of("retry-after", "soon"), "")).pause())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void tellsWhyThereWasNoneInAShortLine() {
        DeliveryResult result =
                DeliveryResult.failed(new IOException("no\u0000 connection\n" + "x".repeat(1_000)));

        assertThat(result.kind()).isEqualTo(ResultKind.FAILED);
        assertThat(result.error()).startsWith("no connection").hasSizeLessThanOrEqualTo(200);
    }
}
