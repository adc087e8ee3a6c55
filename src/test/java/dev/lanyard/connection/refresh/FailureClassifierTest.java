package dev.lanyard.connection.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.provider.Catalogue;
import dev.lanyard.provider.Provider;
import dev.lanyard.token.TokenResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/refresh.md, a row a test. */
class FailureClassifierTest {
    private static final Provider BITBUCKET = Catalogue.load(Optional.empty()).get("bitbucket");
    private static final Provider STRICT = with(BITBUCKET, Duration.ZERO, Duration.ZERO);
    private static final Duration LEFT = Duration.ofMinutes(9);
    private static final Duration OVER = Duration.ofMinutes(-1);
    private static final TokenResponse INVALID_GRANT =
            new TokenResponse.Refused(400, "invalid_grant", "");
    private static final TokenResponse UNAUTHORIZED_CLIENT =
            new TokenResponse.Refused(401, "unauthorized_client", "");

    @Test
    void rule17_aCallThatWasNotSentRestoresTheMarkAndIsRepeatedSoon() {
        RefreshDecision.Retry decision =
                retry(new TokenResponse.NotSent("no connection"), fresh(0));

        assertThat(decision.consumed()).isFalse();
        assertThat(decision.delay()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aRateLimitPausesTheProfileForAsLongAsTheProviderSays() {
        TokenResponse limited = new TokenResponse.RateLimited(Optional.of(Duration.ofSeconds(17)));

        assertThat(judge(limited, fresh(0)))
                .isInstanceOfSatisfying(
                        RefreshDecision.Pause.class,
                        pause -> assertThat(pause.retryAfter()).contains(Duration.ofSeconds(17)));
    }

    @Test
    void aRateLimitWithoutATimeLeavesThePauseToTheProfilesPace() {
        assertThat(judge(new TokenResponse.RateLimited(Optional.empty()), fresh(0)))
                .isInstanceOfSatisfying(
                        RefreshDecision.Pause.class,
                        pause -> assertThat(pause.retryAfter()).isEmpty());
    }

    @Test
    void rule14_anOutstandingAnswerDoesNotSleepPastItsGraceForAPause() {
        Duration pause = Duration.ofMinutes(30);

        assertThat(lease(OffsetDateTime.now(), LEFT, 2).againAfter(pause))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(fresh(2).againAfter(pause)).isEqualTo(pause);
    }

    @Test
    void rule15_withoutGraceAnUnansweredPresentationRestsForTwoMinutes() {
        TokenResponse none = new TokenResponse.Ambiguous("broken");

        assertThat(FailureClassifier.classify(none, lease(null, OVER, 0), STRICT, false))
                .isInstanceOfSatisfying(
                        RefreshDecision.Retry.class,
                        retry -> assertThat(retry.delay()).isEqualTo(Duration.ofMinutes(2)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 5", "3, 30", "9, 30"})
    void rule14_anAnswerThatDidNotComeIsAskedForAgainInGrowingSteps(int attempts, int seconds) {
        RefreshDecision.Retry decision =
                retry(new TokenResponse.Ambiguous("broken"), fresh(attempts));

        assertThat(decision.consumed()).isTrue();
        assertThat(decision.delay()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "3, 40", "6, 320", "7, 600", "50, 600"})
    void rule20_aFailingProviderIsAskedFromFiveSecondsToTenMinutes(int attempts, int seconds) {
        RefreshDecision.Retry decision =
                retry(new TokenResponse.Unavailable(503), lease(null, OVER, attempts));

        assertThat(decision.delay())
                .isBetween(
                        Duration.ofSeconds(seconds),
                        Duration.ofMillis(Math.min(600_000, seconds * 1_250L)));
        assertThat(decision.consumed()).isTrue();
    }

    @Test
    void rule20_thoseThatFailedTogetherAreNotTriedAgainTogether() {
        TokenResponse unavailable = new TokenResponse.Unavailable(503);

        assertThat(Stream.generate(() -> retry(unavailable, lease(null, OVER, 3)).delay()).limit(9))
                .satisfies(delays -> assertThat(new HashSet<>(delays)).hasSizeGreaterThan(1));
    }

    @Test
    void insideTheGraceNoPauseIsLongerThanThirtySeconds() {
        assertThat(retry(new TokenResponse.Unavailable(503), fresh(9)).delay())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void rule18_aRefusedGrantIsDead() {
        assertThat(reason(judge(INVALID_GRANT, fresh(0)))).isEqualTo("grant_revoked");
    }

    @Test
    void rule18_aGrantThatWasIdleForTooLongSaysSo() {
        Lease idle =
                new Lease(ref(), 1, 1, null, null, 0, 0, LEFT, Duration.ofDays(91), false, false);

        assertThat(reason(judge(INVALID_GRANT, idle))).isEqualTo("idle_expired");
    }

    @Test
    void rule14_aRefusalInsideTheGraceOfAnOutstandingAnswerKillsNothing() {
        assertThat(judge(INVALID_GRANT, lease(OffsetDateTime.now(), LEFT, 2)))
                .isInstanceOf(RefreshDecision.Retry.class);
        assertThat(judge(UNAUTHORIZED_CLIENT, lease(OffsetDateTime.now(), LEFT, 2)))
                .isInstanceOf(RefreshDecision.Retry.class);
    }

    /** Else its own presentations keep the client locked out, for itself and its siblings. */
    @Test
    void rule14_whatIsRefusedInsideTheGraceLetsALockOutPass() {
        Provider locking = with(BITBUCKET, Duration.ofMinutes(10), Duration.ofMinutes(1));
        Lease outstanding = lease(OffsetDateTime.now(), LEFT, 2);
        Lease nearTheEnd = lease(OffsetDateTime.now(), Duration.ofSeconds(40), 2);

        assertThat(delay(INVALID_GRANT, outstanding, locking))
                .isBetween(Duration.ofSeconds(64), Duration.ofSeconds(74));
        assertThat(delay(UNAUTHORIZED_CLIENT, nearTheEnd, locking))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(delay(INVALID_GRANT, outstanding, with(BITBUCKET, LEFT, Duration.ZERO)))
                .isEqualTo(Duration.ofSeconds(30));
    }

    private static Duration delay(TokenResponse response, Lease lease, Provider provider) {
        return as(
                        RefreshDecision.Retry.class,
                        FailureClassifier.classify(response, lease, provider, false))
                .delay();
    }

    @Test
    void rule16_aRefusalAfterTheGraceOfAnOutstandingAnswerIsAnswerLost() {
        assertThat(reason(judge(INVALID_GRANT, lease(OffsetDateTime.now(), OVER, 2))))
                .isEqualTo("answer_lost");
    }

    @Test
    void rule12_aSpareIsTriedBeforeAGrantIsCalledDead() {
        Lease spare = new Lease(ref(), 1, 1, null, null, 0, 0, LEFT, Duration.ZERO, true, false);

        assertThat(judge(INVALID_GRANT, spare)).isInstanceOf(RefreshDecision.UseSpare.class);
    }

    @Test
    void rule19_aRefusalAsAClientIsASuspicionUntilTheClientIsProvedToWork() {
        assertThat(judge(UNAUTHORIZED_CLIENT, fresh(0)))
                .isInstanceOf(RefreshDecision.Suspect.class);
        assertThat(
                        reason(
                                FailureClassifier.classify(
                                        UNAUTHORIZED_CLIENT, fresh(0), BITBUCKET, true)))
                .isEqualTo("grant_revoked");
    }

    @Test
    void aMalformedAnswerAndOddRefusalsAreNoDeath() {
        assertThat(judge(new TokenResponse.Malformed(200, "html"), fresh(0)))
                .isInstanceOf(RefreshDecision.Retry.class);
        assertThat(judge(new TokenResponse.Refused(400, "invalid_scope", ""), fresh(0)))
                .isInstanceOf(RefreshDecision.Retry.class);
    }

    @Test
    void aMalformedAnswerSaysItsStatusAndWhatItLacks() {
        assertThat(retry(new TokenResponse.Malformed(200, "it is empty"), fresh(0)).detail())
                .contains("(200): it is empty.");
    }

    @Test
    void aGrantThatWasIdleForExactlyAsLongAsItMayIsIdleExpired() {
        Lease idle =
                new Lease(ref(), 1, 1, null, null, 0, 0, LEFT, Duration.ofDays(90), false, false);

        assertThat(reason(judge(INVALID_GRANT, idle))).isEqualTo("idle_expired");
    }

    @Test
    void whatWasNotSentThreeTimesIsTriedAsRarelyAsWhatFails() {
        TokenResponse notSent = new TokenResponse.NotSent("no connection");

        assertThat(retry(notSent, lease(null, OVER, 3)).delay())
                .isBetween(Duration.ofSeconds(5), Duration.ofMillis(6_250));
        assertThat(retry(notSent, lease(null, OVER, 5)).delay())
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(25));
    }

    @Test
    void anUnansweredPresentationAfterTheGraceIsBackedOff() {
        assertThat(retry(new TokenResponse.Ambiguous("broken"), lease(null, OVER, 0)).delay())
                .isBetween(Duration.ofSeconds(5), Duration.ofMillis(6_250));
    }

    /** A request for a client's own token spends nothing (RFC 6749 §4.4). */
    @Test
    void whatSpendsNothingIsAskedForAgainAtOnceIfNoAnswerCame() {
        assertThat(repeatable(new TokenResponse.NotSent("no connection")))
                .satisfies(retry -> assertThat(retry.outcome()).isEqualTo("not_sent"))
                .satisfies(retry -> assertThat(retry.detail()).isEqualTo("no connection"))
                .satisfies(FailureClassifierTest::isSoon);
        assertThat(repeatable(new TokenResponse.Ambiguous("broken")))
                .satisfies(retry -> assertThat(retry.outcome()).isEqualTo("no_answer"))
                .satisfies(FailureClassifierTest::isSoon);
    }

    @Test
    void whatSpendsNothingIsAskedForEverMoreRarelyIfItIsRefused() {
        assertThat(repeatable(new TokenResponse.Unavailable(503)))
                .satisfies(retry -> assertThat(retry.outcome()).isEqualTo("unavailable"))
                .satisfies(retry -> assertThat(retry.detail()).contains("503"))
                .satisfies(FailureClassifierTest::isLater);
        assertThat(repeatable(UNAUTHORIZED_CLIENT))
                .satisfies(retry -> assertThat(retry.outcome()).isEqualTo("refused_otherwise"))
                .satisfies(retry -> assertThat(retry.detail()).contains("unauthorized_client"))
                .satisfies(FailureClassifierTest::isLater);
        assertThat(repeatable(new TokenResponse.Malformed(200, "html")))
                .satisfies(retry -> assertThat(retry.outcome()).isEqualTo("malformed"))
                .satisfies(FailureClassifierTest::isLater);
    }

    @Test
    void whatSpendsNothingPausesAfterA429AsAllElseDoes() {
        TokenResponse limited = new TokenResponse.RateLimited(Optional.of(Duration.ofSeconds(17)));

        assertThat(
                        as(
                                        RefreshDecision.Pause.class,
                                        FailureClassifier.judgeRepeatable(limited, ours()))
                                .retryAfter())
                .contains(Duration.ofSeconds(17));
    }

    private static RefreshDecision.Retry repeatable(TokenResponse response) {
        return as(RefreshDecision.Retry.class, FailureClassifier.judgeRepeatable(response, ours()));
    }

    /** A lease of a client's own token, which knows no grace. */
    private static Lease ours() {
        return lease(null, Duration.ZERO, 0);
    }

    private static void isSoon(RefreshDecision.Retry retry) {
        assertThat(retry.consumed()).isFalse();
        assertThat(retry.delay()).isEqualTo(Duration.ofMillis(50));
    }

    private static void isLater(RefreshDecision.Retry retry) {
        assertThat(retry.consumed()).isTrue();
        assertThat(retry.delay()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(6_250));
    }

    /** A new kind of answer asks for a row of its own, here and in docs/refresh.md. */
    @Test
    void everyKindOfAnswerHasItsRow() {
        assertThat(TokenResponse.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        TokenResponse.Issued.class,
                        TokenResponse.NotSent.class,
                        TokenResponse.RateLimited.class,
                        TokenResponse.Ambiguous.class,
                        TokenResponse.Unavailable.class,
                        TokenResponse.Malformed.class,
                        TokenResponse.Refused.class);
    }

    private static RefreshDecision judge(TokenResponse response, Lease lease) {
        return FailureClassifier.classify(response, lease, BITBUCKET, false);
    }

    private static RefreshDecision.Retry retry(TokenResponse response, Lease lease) {
        return as(RefreshDecision.Retry.class, judge(response, lease));
    }

    private static String reason(RefreshDecision decision) {
        return as(RefreshDecision.Dead.class, decision).reason();
    }

    private static <T> T as(Class<T> kind, RefreshDecision decision) {
        assertThat(decision).isInstanceOf(kind);
        return kind.cast(decision);
    }

    private static Lease fresh(int attempts) {
        return lease(null, LEFT, attempts);
    }

    private static Lease lease(OffsetDateTime foundMark, Duration graceLeft, int attempts) {
        return new Lease(
                ref(),
                1,
                1,
                foundMark,
                null,
                0,
                attempts,
                graceLeft,
                Duration.ofHours(2),
                false,
                false);
    }

    private static ConnectionRef ref() {
        return new ConnectionRef("ten_a", "conn_a");
    }

    private static Provider with(Provider p, Duration grace, Duration lockout) {
        return new Provider(
                p.name(),
                p.displayName(),
                p.authorizationEndpoint(),
                p.tokenEndpoint(),
                p.revocationEndpoint(),
                p.revocationEndsGrant(),
                p.tokenEndpointAuthMethod(),
                p.tokenDialect(),
                p.issuer(),
                p.pkce(),
                p.grants(),
                p.tokenRequests(),
                p.scope(),
                new Provider.RefreshToken(true, Optional.empty(), grace, lockout, Optional.empty()),
                p.accessTokenLifetime(),
                p.api(),
                p.account(),
                p.email(),
                p.git(),
                p.permissions(),
                p.setupSteps());
    }
}
