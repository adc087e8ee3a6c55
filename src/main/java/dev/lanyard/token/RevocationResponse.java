package dev.lanyard.token;

import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What a provider made of a token that was to be revoked (RFC 7009 §2.2). */
public sealed interface RevocationResponse {

    /** Whether asking again is of no use. */
    boolean isFinal();

    /** It took the token, or knows none that is good for anything. */
    record Revoked() implements RevocationResponse {
        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /**
     * It did not, as it was asked.
     *
     * @param forGood it revokes no token of this type (§2.2.1), whoever asks and whenever
     */
    record Declined(boolean forGood) implements RevocationResponse {
        @Override
        public boolean isFinal() {
            return forGood;
        }
    }

    /**
     * It could not, or not now: too many requests, an error of its own, no response.
     *
     * @param retryAfter when to ask again, at most an hour; empty: it did not say
     */
    record Postponed(Optional<Duration> retryAfter) implements RevocationResponse {
        @Override
        public boolean isFinal() {
            return false;
        }
    }

    static RevocationResponse of(OutboundClient.Reply reply) {
        if (reply.status() / 100 == 2 || says(reply, "invalid_token", "invalid_grant")) {
            return new Revoked();
        }
        return RetryAfter.isLimit(reply) || reply.status() >= 500
                ? new Postponed(RetryAfter.read(reply.headers()))
                : new Declined(says(reply, "unsupported_token_type"));
    }

    private static boolean says(OutboundClient.Reply reply, String... codes) {
        return reply.status() == 400 && Stream.of(codes).anyMatch(reply.body()::contains);
    }
}
