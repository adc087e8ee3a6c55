package dev.lanyard.tenant.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitersTest {
    private final RateLimiters limiters = new RateLimiters("of this test", 1, 3);

    @Test
    void givesTheBurstAndThenSaysWhenToComeBack() {
        Bucket bucket = limiters.of("a");
        for (int i = 0; i < 3; i++) {
            limiters.spend(bucket);
        }

        ProblemException limited =
                catchThrowableOfType(ProblemException.class, () -> limiters.spend(bucket));

        assertThat(limited.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(limited.retryAfter().orElseThrow())
                .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(limited.detail()).contains("of this test", "1 a second");
    }

    @Test
    void keepsOneFromSpendingAnothersTokens() {
        Bucket greedy = limiters.of("greedy");
        for (int i = 0; i < 3; i++) {
            limiters.spend(greedy);
        }

        assertThatNoException().isThrownBy(() -> limiters.spend(limiters.of("other")));
        assertThat(limiters.of("greedy")).isSameAs(greedy);
    }

    @Test
    void holdsABoundedNumber() {
        for (int i = 0; i < 150_000; i++) {
            limiters.of("client " + i);
        }

        assertThat(limiters.size()).isLessThanOrEqualTo(50_000);
    }
}
