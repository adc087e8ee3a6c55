package dev.lanyard.token;

import java.time.Duration;
import java.util.Optional;

/**
 * The outcome of one request to a token endpoint. Everything that is not one of the first three may
 * have been consumed by the provider.
 */
public sealed interface TokenResponse {

    /** Tokens were issued (RFC 6749 §5.1). */
    record Issued(TokenSet tokens) implements TokenResponse {}

    /**
     * The provider said no (RFC 6749 §5.2).
     *
     * @param status HTTP status
     * @param error the error code, cut; {@code invalid_client} for a bare 401
     * @param description the provider's words, cut, not escaped, without secrets of the request
     * @param meaning what it is about
     */
    record Refused(int status, String error, String description, RefusalMeaning meaning)
            implements TokenResponse {

        /** A refusal in words that every provider may use. */
        public Refused(int status, String error, String description) {
            this(
                    status,
                    error,
                    description,
                    RefusalMeaning.of(error, description, TokenDialect.ErrorWords.NONE));
        }

        /**
         * The provider rejects the client, or hides a dead grant behind that response
         * (docs/providers.md).
         */
        public boolean ofClient() {
            return meaning == RefusalMeaning.CLIENT;
        }

        /** The provider rejects the code or refresh token itself. */
        public boolean ofGrant() {
            return meaning == RefusalMeaning.GRANT;
        }

        /** The provider does not give the permissions that the profile asks for. */
        public boolean ofScope() {
            return meaning == RefusalMeaning.OTHER && RefusalMeaning.isOfScope(error);
        }
    }

    /**
     * Too many requests, by 429 or its like; nothing was consumed. {@code retryAfter} is capped at
     * one hour.
     */
    record RateLimited(Optional<Duration> retryAfter) implements TokenResponse {}

    /** Proved not sent: no connection, or the deadline had passed before the first byte. */
    record NotSent(String detail) implements TokenResponse {}

    /** Sent, and no whole response came: broken connection or time-out. */
    record Ambiguous(String detail) implements TokenResponse {}

    /** 5xx. */
    record Unavailable(int status) implements TokenResponse {}

    /** A response that is none of the protocol's: HTML, too long, without an access token. */
    record Malformed(int status, String detail) implements TokenResponse {}
}
