package dev.lanyard.connection.grant;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Provider;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token set as the database holds it.
 *
 * @param refreshToken null: the provider sent none, the one presented stays
 * @param age how long before they were sealed they had been asked for
 * @param sealedAt {@link System#nanoTime()}
 * @param scopes null: the provider did not say
 * @param lifetime {@link #NO_END} if none was promised
 * @param grantLifetime how long the refresh token lives; null: the provider did not say
 */
public record SealedTokens(
        Buffer accessToken,
        @Nullable Buffer refreshToken,
        String tokenType,
        String @Nullable [] scopes,
        Duration age,
        Duration lifetime,
        @Nullable Duration grantLifetime,
        long sealedAt) {
    /** Longer than anybody waits: the access token works until it is refused. */
    static final Duration NO_END = Duration.ofDays(365 * 7_500L);

    /** The same as a time, for SQL. */
    public static final String NO_END_AT = "9500-01-01T00:00:00Z";

    private static final int NEVER = 9_000;

    public static final String ACCESS = "token_set.access_token";
    public static final String REFRESH = "token_set.refresh_token";

    public static SealedTokens seal(
            DataKey key, String connectionId, TokenSet tokens, Provider provider) {
        return new SealedTokens(
                Buffer.buffer(key.seal(ACCESS, connectionId, tokens.accessToken())),
                tokens.refreshToken()
                        .map(token -> Buffer.buffer(key.seal(REFRESH, connectionId, token)))
                        .orElse(null),
                tokens.tokenType(),
                tokens.scopes().map(SealedTokens::array).orElse(null),
                tokens.age(),
                tokens.endless()
                        ? NO_END
                        : tokens.lifetime().orElse(provider.accessTokenLifetime()),
                tokens.grantLifetime().orElse(null),
                System.nanoTime());
    }

    /** Rows of earlier versions spell it as the provider did. */
    public static String shownType(String stored) {
        return TokenSet.type(stored);
    }

    /** An expiry as it is shown: null where none was promised. */
    public static @Nullable OffsetDateTime shown(OffsetDateTime expiresAt) {
        return expiresAt.getYear() >= NEVER ? null : expiresAt;
    }

    /** How long ago they were asked for, also when storing them took its time. */
    public Duration ageNow() {
        return age.plusNanos(System.nanoTime() - sealedAt);
    }

    /** Seconds; null stays null. */
    public static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : Double.valueOf(SqlSeconds.of(duration));
    }

    /** The entry's lifetime, for where an earlier refresh token goes on; null: not needed. */
    @Nullable Double defaultIfRefreshable(Provider provider) {
        return lifetime.equals(NO_END) && provider.tokenDialect().expires()
                ? seconds(provider.accessTokenLifetime())
                : null;
    }

    public static String[] array(List<String> scopes) {
        return scopes.toArray(String[]::new);
    }

    public static String @Nullable [] array(Optional<List<String>> scopes) {
        return scopes.map(SealedTokens::array).orElse(null);
    }

    @Override
    public String toString() {
        return "SealedTokens[" + tokenType + ", " + lifetime + "]";
    }
}
