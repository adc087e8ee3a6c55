package dev.lanyard.connection.grant;

import dev.lanyard.provider.Provider;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
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
 */
public record SealedTokens(
        Buffer accessToken,
        @Nullable Buffer refreshToken,
        String tokenType,
        String @Nullable [] scopes,
        Duration age,
        Duration lifetime,
        long sealedAt) {
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
                tokens.lifetime().orElse(provider.accessTokenLifetime()),
                System.nanoTime());
    }

    /** How long ago they were asked for, also when storing them took its time. */
    public Duration ageNow() {
        return age.plusNanos(System.nanoTime() - sealedAt);
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
