package dev.lanyard.notify;

import dev.lanyard.outbound.Outbound.Reply;
import dev.lanyard.outbound.RetryAfter;
import dev.lanyard.problem.OutsideText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt went.
 *
 * @param status of the target's answer; null: none came
 * @param error for the tenant to read; null: delivered
 * @param pause the target asked for ({@code Retry-After}), at most an hour
 */
public record Answer(Kind kind, @Nullable Integer status, @Nullable String error, Duration pause) {

    /** What the target made of it. */
    public enum Kind {
        /** 2xx. */
        DELIVERED,
        /** Any other answer. */
        REFUSED,
        /** 410: it wants no more of them. */
        GONE,
        /** No answer. */
        FAILED
    }

    static Answer of(Reply reply) {
        int status = reply.status();
        if (status / 100 == 2) {
            return new Answer(Kind.DELIVERED, status, null, Duration.ZERO);
        }
        String hint = status / 100 == 3 ? "; redirects are not followed" : "";
        return new Answer(
                status == 410 ? Kind.GONE : Kind.REFUSED,
                status,
                "the target answered " + status + hint,
                RetryAfter.read(reply.headers()).orElse(Duration.ZERO));
    }

    /** The target was not reached, may not be called, or gave no whole answer in time. */
    public static Answer failed(Throwable failure) {
        return new Answer(Kind.FAILED, null, OutsideText.cut(failure.getMessage()), Duration.ZERO);
    }
}
