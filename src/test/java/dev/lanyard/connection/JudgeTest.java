package dev.lanyard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.provider.Catalogue;
import dev.lanyard.provider.Provider;
import dev.lanyard.token.TokenAnswer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/refresh.md, a row a test. */
class JudgeTest {
    private static final Provider BITBUCKET = Catalogue.load(Optional.empty()).get("bitbucket");
    private static final Duration LEFT = Duration.ofMinutes(9);
    private static final Duration OVER = Duration.ofMinutes(-1);
    private static final TokenAnswer INVALID_GRANT =
            new TokenAnswer.Refused(400, "invalid_grant", "");
    private static final TokenAnswer UNAUTHORIZED_CLIENT =
            new TokenAnswer.Refused(401, "unauthorized_client", "");

    @Test
    void aCallThatWasNotSentRestoresTheMarkAndIsRepeatedSoon() {
        Verdict.Retry verdict = retry(new TokenAnswer.NotSent("no connection"), fresh(0));

        assertThat(verdict.consumed()).isFalse();
        assertThat(verdict.delay()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aRateLimitPausesTheProfileForAsLongAsTheProviderSays() {
        TokenAnswer limited = new TokenAnswer.RateLimited(Optional.of(Duration.ofSeconds(17)));

        assertThat(judge(limited, fresh(0)))
                .isInstanceOfSatisfying(
                        Verdict.Pause.class,
                        pause -> assertThat(pause.delay()).isEqualTo(Duration.ofSeconds(17)));
    }

    /** Rule 14. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 5", "3, 30", "9, 30"})
    void anAnswerThatDidNotComeIsAskedForAgainInGrowingSteps(int attempts, int seconds) {
        Verdict.Retry verdict = retry(new TokenAnswer.Ambiguous("broken"), fresh(attempts));

        assertThat(verdict.consumed()).isTrue();
        assertThat(verdict.delay()).isEqualTo(Duration.ofSeconds(seconds));
    }

    /** Rule 20. */
    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "3, 40", "6, 320", "7, 600", "50, 600"})
    void aFailingProviderIsAskedFromFiveSecondsToTenMinutes(int attempts, int seconds) {
        Verdict.Retry verdict =
                retry(new TokenAnswer.Unavailable(503), lease(null, OVER, attempts));

        assertThat(verdict.delay())
                .isBetween(
                        Duration.ofSeconds(seconds),
                        Duration.ofSeconds(Math.min(600, seconds * 5L / 4)));
        assertThat(verdict.consumed()).isTrue();
    }

    @Test
    void insideTheGraceNoPauseIsLongerThanThirtySeconds() {
        assertThat(retry(new TokenAnswer.Unavailable(503), fresh(9)).delay())
                .isEqualTo(Duration.ofSeconds(30));
    }

    /** Rule 18. */
    @Test
    void aRefusedGrantIsDead() {
        assertThat(reason(judge(INVALID_GRANT, fresh(0)))).isEqualTo("grant_revoked");
    }

    @Test
    void aGrantThatWasIdleForTooLongSaysSo() {
        Lease idle = new Lease(ref(), 1, 1, null, null, 0, 0, LEFT, Duration.ofDays(91), false);

        assertThat(reason(judge(INVALID_GRANT, idle))).isEqualTo("idle_expired");
    }

    /** Rules 14 and 16: no refusal counts while an answer is outstanding inside the grace. */
    @Test
    void aRefusalInsideTheGraceOfAnOutstandingAnswerKillsNothing() {
        assertThat(judge(INVALID_GRANT, lease(OffsetDateTime.now(), LEFT, 2)))
                .isInstanceOf(Verdict.Retry.class);
        assertThat(judge(UNAUTHORIZED_CLIENT, lease(OffsetDateTime.now(), LEFT, 2)))
                .isInstanceOf(Verdict.Retry.class);
    }

    /** Rule 16. */
    @Test
    void aRefusalAfterTheGraceOfAnOutstandingAnswerIsAnswerLost() {
        assertThat(reason(judge(INVALID_GRANT, lease(OffsetDateTime.now(), OVER, 2))))
                .isEqualTo("answer_lost");
    }

    /** Rule 12. */
    @Test
    void aSpareIsTriedBeforeAGrantIsCalledDead() {
        Lease spare = new Lease(ref(), 1, 1, null, null, 0, 0, LEFT, Duration.ZERO, true);

        assertThat(judge(INVALID_GRANT, spare)).isInstanceOf(Verdict.UseSpare.class);
    }

    /** Rule 19. */
    @Test
    void aRefusalAsAClientIsASuspicionUntilTheClientIsProvedToWork() {
        assertThat(judge(UNAUTHORIZED_CLIENT, fresh(0))).isInstanceOf(Verdict.Suspect.class);
        assertThat(reason(Judge.judge(UNAUTHORIZED_CLIENT, fresh(0), BITBUCKET, true)))
                .isEqualTo("grant_revoked");
    }

    @Test
    void amalformedAnswerAndOddRefusalsAreNoDeath() {
        assertThat(judge(new TokenAnswer.Malformed(200, "html"), fresh(0)))
                .isInstanceOf(Verdict.Retry.class);
        assertThat(judge(new TokenAnswer.Refused(400, "invalid_scope", ""), fresh(0)))
                .isInstanceOf(Verdict.Retry.class);
    }

    private static Verdict judge(TokenAnswer answer, Lease lease) {
        return Judge.judge(answer, lease, BITBUCKET, false);
    }

    private static Verdict.Retry retry(TokenAnswer answer, Lease lease) {
        return (Verdict.Retry) judge(answer, lease);
    }

    private static String reason(Verdict verdict) {
        return ((Verdict.Dead) verdict).reason();
    }

    private static Lease fresh(int attempts) {
        return lease(null, LEFT, attempts);
    }

    private static Lease lease(OffsetDateTime foundMark, Duration graceLeft, int attempts) {
        return new Lease(
                ref(), 1, 1, foundMark, null, 0, attempts, graceLeft, Duration.ofHours(2), false);
    }

    private static ConnectionRef ref() {
        return new ConnectionRef("ten_a", "conn_a");
    }
}
