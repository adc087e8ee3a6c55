package dev.lanyard.tenant.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lanyard.problem.Problem;
import dev.lanyard.problem.ProblemCode;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final Buckets buckets = new Buckets("of this test", 1, 3);

    @Test
    void givesTheBurstAndThenSaysWhenToComeBack() {
        Bucket bucket = buckets.of("a");
        for (int i = 0; i < 3; i++) {
            buckets.take(bucket);
        }

        Problem limited = catchThrowableOfType(Problem.class, () -> buckets.take(bucket));

        assertThat(limited.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(limited.retryAfter().orElseThrow())
                .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
        assertThat(limited.detail()).contains("of this test", "1 a second");
    }

    @Test
    void keepsOneFromSpendingAnothersTokens() {
        Bucket greedy = buckets.of("greedy");
        for (int i = 0; i < 3; i++) {
            buckets.take(greedy);
        }

        assertThatNoException().isThrownBy(() -> buckets.take(buckets.of("other")));
        assertThat(buckets.of("greedy")).isSameAs(greedy);
    }

    @Test
    void holdsABoundedNumber() {
        for (int i = 0; i < 150_000; i++) {
            buckets.of("client " + i);
        }

        assertThat(buckets.size()).isLessThanOrEqualTo(50_000);
    }
}
