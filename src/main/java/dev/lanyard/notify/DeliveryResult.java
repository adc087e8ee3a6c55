package dev.lanyard.notify;

import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.RetryAfter;
import dev.lanyard.problem.OutsideText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt to deliver.
 *
 * @param status of the target's answer; null: none came
 * @param error for the tenant to read; null: delivered
 * @param pause the target asked for ({@code Retry-After}), at most an hour
 */
public record DeliveryResult(
        ResultKind kind, @Nullable Integer status, @Nullable String error, Duration pause) {

    /** The target's reaction to an attempt. */
    public enum ResultKind {
        /** 2xx. */
        DELIVERED,
        /** Any other answer. */
        REFUSED,
        /** 410: it wants no more of them. */
        GONE,
        /** No response. */
        FAILED
    }

    static DeliveryResult of(Reply reply) {
        int status = reply.status();
        if (status / 100 == 2) {
            return new DeliveryResult(ResultKind.DELIVERED, status, null, Duration.ZERO);
        }
        String hint = status / 100 == 3 ? "; redirects are not followed" : "";
        return new DeliveryResult(
                status == 410 ? ResultKind.GONE : ResultKind.REFUSED,
                status,
                "the target answered " + status + hint,
                RetryAfter.read(reply.headers()).orElse(Duration.ZERO));
    }

    /** The target was not reached, may not be called, or gave no whole response in time. */
    public static DeliveryResult failed(Throwable failure) {
        return new DeliveryResult(
                ResultKind.FAILED, null, OutsideText.cut(failure.getMessage()), Duration.ZERO);
    }
}
