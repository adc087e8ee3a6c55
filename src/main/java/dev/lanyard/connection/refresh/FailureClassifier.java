package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.CoolDowns;
import dev.lanyard.connection.pace.RefreshBackoff;
import dev.lanyard.provider.Provider;
import dev.lanyard.runtime.Jitter;
import dev.lanyard.token.TokenResponse;
import java.time.Duration;

/**
 * Tells failed presentations apart: the one place where a response becomes a {@link
 * RefreshDecision}. Pure but for jitter.
 */
final class FailureClassifier {
    private static final Duration SPREAD = Duration.ofSeconds(10);

    private FailureClassifier() {}

    /**
     * What this response means.
     *
     * @param presentedWithProof the version was suspect, and the client is proved to work (rule 19)
     */
    static RefreshDecision classify(
            TokenResponse response, Lease lease, Provider provider, boolean presentedWithProof) {
        if (response instanceof TokenResponse.RateLimited limited) {
            return new RefreshDecision.Pause(
                    "rate_limited",
                    "The provider allows no more requests just now.",
                    limited.retryAfter());
        }
        if (response instanceof TokenResponse.NotSent notSent) {
            return new RefreshDecision.Retry(
                    "not_sent",
                    "refresh_failing",
                    notSent.detail(),
                    false,
                    backoff(lease).notSent());
        }
        if (response instanceof TokenResponse.Ambiguous ambiguous) {
            return new RefreshDecision.Retry(
                    "no_answer",
                    "refresh_failing",
                    ambiguous.detail(),
                    true,
                    backoff(lease).unanswered(provider.refreshToken().grace()));
        }
        if (response instanceof TokenResponse.Unavailable unavailable) {
            return classifyResponse(
                    "unavailable", "The provider answered " + unavailable.status() + ".", lease);
        }
        if (response instanceof TokenResponse.Refused refused) {
            return refused(refused, lease, provider, presentedWithProof);
        }
        return classifyResponse("malformed", malformed(response), lease);
    }

    private static String malformed(TokenResponse response) {
        return "The provider's answer is none of the token protocol's"
                + (response instanceof TokenResponse.Malformed malformed
                        ? " (" + malformed.status() + "): " + malformed.detail() + "."
                        : ".");
    }

    private static RefreshDecision refused(
            TokenResponse.Refused refused,
            Lease lease,
            Provider provider,
            boolean presentedWithProof) {
        String detail = "The provider answered " + refused.error() + ".";
        if (lease.outstanding() && lease.graceLeft().compareTo(Duration.ZERO) > 0) {
            // A response is outstanding: no refusal counts before the grace is over (rules 14, 16).
            return new RefreshDecision.Retry(
                    "refused", "refresh_failing", detail, true, refusedInGrace(lease, provider));
        }
        if (refused.ofGrant() || (refused.ofClient() && presentedWithProof)) {
            return lease.hasSpare()
                    ? new RefreshDecision.UseSpare("refused")
                    : dead(lease, provider, detail);
        }
        if (refused.ofClient()) {
            return new RefreshDecision.Suspect("refused_client", detail);
        }
        return classifyResponse("refused_otherwise", detail, lease);
    }

    /**
     * What the response to a request means that spends nothing (RFC 6749 §4.4): it can be made
     * again whatever came of it, and no user could help.
     */
    static RefreshDecision judgeRepeatable(TokenResponse response, Lease lease) {
        if (response instanceof TokenResponse.RateLimited limited) {
            return new RefreshDecision.Pause(
                    "rate_limited", "The provider answered 429.", limited.retryAfter());
        }
        if (response instanceof TokenResponse.NotSent notSent) {
            return unanswered("not_sent", notSent.detail(), lease);
        }
        if (response instanceof TokenResponse.Ambiguous ambiguous) {
            return unanswered("no_answer", ambiguous.detail(), lease);
        }
        if (response instanceof TokenResponse.Unavailable unavailable) {
            return classifyResponse(
                    "unavailable", "The provider answered " + unavailable.status() + ".", lease);
        }
        return response instanceof TokenResponse.Refused refused
                ? classifyResponse(
                        "refused_otherwise",
                        "The provider answered " + refused.error() + ".",
                        lease)
                : classifyResponse(
                        "malformed",
                        "The provider's answer is none of the token protocol's.",
                        lease);
    }

    private static RefreshDecision unanswered(String outcome, String detail, Lease lease) {
        return new RefreshDecision.Retry(
                outcome, "refresh_failing", detail, false, backoff(lease).notSent());
    }

    private static RefreshDecision dead(Lease lease, Provider provider, String detail) {
        if (lease.outstanding()) {
            return new RefreshDecision.Dead("refused", "answer_lost", detail);
        }
        boolean idle =
                provider.refreshToken()
                        .idleLifetime()
                        .filter(limit -> lease.idle().compareTo(limit) >= 0)
                        .isPresent();
        return new RefreshDecision.Dead("refused", idle ? "idle_expired" : "grant_revoked", detail);
    }

    private static RefreshDecision classifyResponse(String outcome, String detail, Lease lease) {
        return new RefreshDecision.Retry(
                outcome, "refresh_failing", detail, true, backoff(lease).answered());
    }

    /**
     * A provider that locks out for what it refuses is left alone until it takes the client again,
     * else an outstanding answer would be in its own way, and in its siblings'.
     */
    private static Duration refusedInGrace(Lease lease, Provider provider) {
        Duration locked = CoolDowns.length(provider);
        if (locked.isZero()) {
            return RefreshBackoff.IN_GRACE;
        }
        return lease.againAfter(locked.plus(Jitter.upTo(locked.dividedBy(3), SPREAD)));
    }

    private static RefreshBackoff backoff(Lease lease) {
        return new RefreshBackoff(lease.attempts(), lease.graceLeft());
    }
}
