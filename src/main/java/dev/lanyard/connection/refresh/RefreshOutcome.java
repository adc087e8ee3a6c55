package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.database.SqlSeconds;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outcome of one try to refresh, for those who waited for it. The row tells the rest. */
public sealed interface RefreshOutcome {

    /** Whether it was denied before anything was presented: it has cost the provider nothing. */
    default boolean isDenied() {
        return false;
    }

    /**
     * New tokens are stored, by this try or by another meanwhile.
     *
     * @param stored by this one
     */
    record Refreshed(Optional<StoredTokens> stored) implements RefreshOutcome {
        Refreshed() {
            this(Optional.empty());
        }
    }

    /**
     * The row as storing left it, so that nobody has to read it again.
     *
     * @param accessToken sealed
     * @param left until it expires
     * @param lifetime from issue to expiry
     * @param shadow a refresh token waits for its activation
     */
    record StoredTokens(
            long version,
            byte[] accessToken,
            String tokenType,
            List<String> scopes,
            OffsetDateTime expiresAt,
            Duration left,
            Duration lifetime,
            boolean disabled,
            boolean awaitingConfirmation,
            @Nullable String reason,
            boolean profileDisabled,
            String provider,
            boolean shadow) {

        @Override
        public String toString() {
            return "StoredTokens[version=" + version + "]";
        }
    }

    /** What storing these tokens left. */
    static StoredTokens stored(SealedTokens tokens, Row row) {
        return new StoredTokens(
                row.getLong("version"),
                tokens.accessToken().getBytes(),
                tokens.tokenType(),
                List.of(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("expires_at"),
                SqlSeconds.duration(row.getDouble("time_left")),
                SqlSeconds.duration(row.getDouble("lifetime")),
                row.getBoolean("disabled"),
                row.getBoolean("awaiting_confirmation"),
                row.getString("reason_code"),
                row.getBoolean("profile_disabled"),
                row.getString("provider"),
                row.getBoolean("shadow"));
    }

    /**
     * Nothing may be presented before that time has passed.
     *
     * @param isDenied or else that follows from a presentation
     */
    record Blocked(Duration delay, boolean isDenied) implements RefreshOutcome {
        public Blocked(Duration delay) {
            this(delay, true);
        }
    }

    /** Another presents it just now, or a rule forbids it: look at the row again. */
    record NotNow() implements RefreshOutcome {}

    /** The grant is dead, or cannot be refreshed at all. */
    record Ended() implements RefreshOutcome {}

    /** The provider rejects the profile's credentials; nothing is presented until they work. */
    record Rejected() implements RefreshOutcome {
        @Override
        public boolean isDenied() {
            return true;
        }
    }

    /** Refused as a client before; it may be presented once the client is proved to work. */
    record Suspected() implements RefreshOutcome {}

    /** The row's secrets do not open: our own failure (rule 21). */
    record Unreadable() implements RefreshOutcome {}
}
