package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.refresh.RefreshOutcome.StoredTokens;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Providers;
import dev.lanyard.vault.DataKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row of one token read, by one SELECT. Times left are counted by the database.
 *
 * @param accessToken sealed
 * @param left until the access token ends, also by the refresh that is under way; negative: it has
 * @param lifetime from issue to expiry
 * @param provider its entry's name
 * @param shadow imported, and presented by nobody until it is activated
 * @param endsAfter how long the access token works on once a refresh is under way (rule 27); null:
 *     to its expiry
 */
record TokenRow(
        ConnectionRef connection,
        long version,
        byte[] accessToken,
        String tokenType,
        List<String> scopes,
        OffsetDateTime expiresAt,
        Duration left,
        Duration lifetime,
        boolean dead,
        boolean disabled,
        boolean awaitingConfirmation,
        @Nullable String reason,
        boolean profileDisabled,
        String provider,
        boolean shadow,
        @Nullable Duration endsAfter) {
    /** What every call needs of a token that it was given. */
    private static final Duration OWN_NEED = Duration.ofMinutes(1);

    static final String SELECT =
            """
            SELECT t.version, t.access_token, t.token_type, t.scopes, t.expires_at,
                   extract(epoch FROM t.expires_at - now())::float8 AS time_left,
                   extract(epoch FROM t.expires_at - t.issued_at)::float8 AS lifetime,
                   c.health = 'reconnect_required' AS dead, c.disabled, c.awaiting_confirmation,
                   c.reason_code, p.status = 'disabled' AS profile_disabled,
                   p.provider,
                   t.shadow_refresh_token IS NOT NULL AS shadow,
                   extract(epoch FROM now() - t.presented_at)::float8 AS presented
            FROM token_set t
            JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
            JOIN connector_profile p ON p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id
            WHERE t.tenant_id = $1 AND t.connection_id = $2
            """;

    /** By position: names would be searched for, twelve times a read. */
    static TokenRow of(ConnectionRef connection, Row row, Providers providers) {
        Buffer accessToken = row.getBuffer(1);
        Duration endsAfter = endsAfter(providers, row.getString(12));
        return new TokenRow(
                connection,
                row.getLong(0),
                accessToken == null ? new byte[0] : accessToken.getBytes(),
                row.getString(2),
                List.of(row.getArrayOfStrings(3)),
                row.getOffsetDateTime(4),
                left(SqlSeconds.duration(row.getDouble(5)), row.getDouble(14), endsAfter),
                SqlSeconds.duration(row.getDouble(6)),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                row.getString(10),
                row.getBoolean(11),
                row.getString(12),
                row.getBoolean(13),
                endsAfter);
    }

    /** The row as a refresh has stored it. */
    static TokenRow of(ConnectionRef connection, StoredTokens stored, Providers providers) {
        return new TokenRow(
                connection,
                stored.version(),
                stored.accessToken(),
                stored.tokenType(),
                stored.scopes(),
                stored.expiresAt(),
                stored.left(),
                stored.lifetime(),
                false,
                stored.disabled(),
                stored.awaitingConfirmation(),
                stored.reason(),
                stored.profileDisabled(),
                stored.provider(),
                stored.shadow(),
                endsAfter(providers, stored.provider()));
    }

    private static @Nullable Duration endsAfter(Providers providers, String name) {
        return providers
                .find(name)
                .flatMap(provider -> provider.refreshToken().endsAccessTokenAfter())
                .orElse(null);
    }

    /** Rule 27: a refresh that is presented may have ended it before its own expiry. */
    private static Duration left(
            Duration left, @Nullable Double presented, @Nullable Duration endsAfter) {
        if (endsAfter == null || presented == null) {
            return left;
        }
        Duration spared = endsAfter.minus(SqlSeconds.duration(presented));
        return spared.compareTo(left) < 0 ? spared : left;
    }

    /** The same row when that time has passed. */
    TokenRow after(Duration time) {
        return new TokenRow(
                connection,
                version,
                accessToken,
                tokenType,
                scopes,
                expiresAt,
                left.minus(time),
                lifetime,
                dead,
                disabled,
                awaitingConfirmation,
                reason,
                profileDisabled,
                provider,
                shadow,
                endsAfter);
    }

    /** About how many bytes it takes. */
    int size() {
        return accessToken.length + scopes.stream().mapToInt(String::length).sum();
    }

    /** Nothing is given out, however good the token is (rule 26). */
    boolean isClosed() {
        return disabled || awaitingConfirmation || profileDisabled;
    }

    /** It can still be used. */
    boolean isGood() {
        return !left.isNegative() && !left.isZero();
    }

    /** It should be refreshed before it is given to one who needs it for so long (rule 23). */
    boolean isDue(Duration minTtl) {
        boolean halfUsed = left.plus(left).compareTo(lifetime) < 0;
        return !isGood() || (left.compareTo(asked(minTtl)) < 0 && halfUsed);
    }

    /**
     * Where a refresh ends the token that others hold, nobody has it earlier than that loses them
     * (rule 27).
     */
    private Duration asked(Duration minTtl) {
        if (endsAfter == null) {
            return minTtl;
        }
        Duration most = endsAfter.compareTo(OWN_NEED) < 0 ? OWN_NEED : endsAfter;
        return minTtl.compareTo(most) < 0 ? minTtl : most;
    }

    /** It can be used for so long even if a refresh is presented now. */
    boolean outlasts(Duration time) {
        return isGood() && (endsAfter == null || endsAfter.compareTo(time) >= 0);
    }

    /**
     * Whether this token may be given out as it stands to one who needs it for so long: the one
     * decision of both ways of the read. What may not is for {@link FreshTokens}, which refreshes
     * it or says why not.
     */
    boolean isServable(Duration minTtl) {
        return !isClosed() && !isDue(minTtl);
    }

    /** What is given out; fails with {@link dev.lanyard.vault.DecryptionFailedException}. */
    AccessToken open(DataKey key) {
        String token = key.open(SealedTokens.ACCESS, connection.id(), accessToken);
        return new AccessToken(
                token, SealedTokens.shownType(tokenType), SealedTokens.shown(expiresAt), scopes);
    }

    /** The same for a call that is made with it here. */
    UsableToken openForUse(DataKey key) {
        String token = key.open(SealedTokens.ACCESS, connection.id(), accessToken);
        return new UsableToken(connection, provider, version, token);
    }

    @Override
    public String toString() {
        return "TokenRow[" + connection + ", version=" + version + "]";
    }
}
