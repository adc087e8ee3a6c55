package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.profile.ClientProfile;
import dev.lanyard.vault.DataKey;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The row as a refresh reads it before it takes the lease. The lease's statement checks {@code
 * version} again.
 *
 * @param profile as it was read with the row: its secret is the one that is presented (rule 7)
 * @param refreshToken sealed; null: the provider never gave one
 * @param suspect refused as "client", waiting for proof that the client works (rule 19)
 * @param outstanding presented before, and not answered: inside the grace the lease lets it be
 *     asked for, whatever is known of the client (rule 14)
 * @param rejected the provider rejects the profile's credentials
 * @param held refused in a burst, which is no proof: the next refusal is (rule 18)
 * @param mayProve its profile's credentials are suspected, and it may show that they work
 * @param blockedFor until the next presentation is allowed by backoff, by a held verdict or, unless
 *     a response is outstanding (rule 14), by pause; zero: now
 * @param ofClient the client's own: renewed by asking again, not by a refresh token
 */
public record RefreshState(
        ConnectionRef connection,
        ClientProfile profile,
        long version,
        byte @Nullable [] refreshToken,
        boolean dead,
        boolean suspect,
        boolean outstanding,
        boolean rejected,
        boolean held,
        boolean mayProve,
        Duration blockedFor,
        boolean ofClient) {

    static final String SELECT =
            """
            SELECT t.version, t.refresh_token, t.suspect,
                   t.presented_at IS NOT NULL AS outstanding, CLIENT,
                   c.health = 'reconnect_required' AS dead,
                   f.credentials_status = 'rejected' AS rejected,
                   c.grant_type = 'client_credentials' AS of_client,
                   coalesce(t.held_version = t.version, false) AS held,
                   f.credentials_suspected AND NOT t.suspect AND t.expires_at <= now() AS may_prove,
                   extract(epoch FROM greatest(t.retry_at,
                       CASE WHEN t.presented_at IS NULL THEN p.paused_until END,
                       CASE WHEN t.suspect THEN p.cool_down_until END,
                       CASE WHEN t.held_version = t.version AND (p.succeeded_at > t.held_at) IS NOT TRUE
                           THEN t.held_at + interval '10 minutes' END, now()) - now())::float8 AS blocked
            FROM token_set t
            JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
            JOIN connector_profile f
                ON f.tenant_id = c.tenant_id AND f.id = c.connector_profile_id
            LEFT JOIN profile_pace p
                ON p.tenant_id = c.tenant_id AND p.profile_id = c.connector_profile_id
            WHERE t.tenant_id = $1 AND t.connection_id = $2
            """
                    .replace("CLIENT", ClientProfile.COLUMNS);

    static RefreshState of(ConnectionRef connection, Row row) {
        Buffer refreshToken = row.getBuffer("refresh_token");
        return new RefreshState(
                connection,
                ClientProfile.of(row),
                row.getLong("version"),
                refreshToken == null ? null : refreshToken.getBytes(),
                row.getBoolean("dead"),
                row.getBoolean("suspect"),
                row.getBoolean("outstanding"),
                row.getBoolean("rejected"),
                row.getBoolean("held"),
                Boolean.TRUE.equals(row.getBoolean("may_prove")),
                SqlSeconds.duration(row.getDouble("blocked")),
                row.getBoolean("of_client"));
    }

    /** The connector profile's id. */
    public String profileId() {
        return profile.id();
    }

    /** There is something to renew it by, be it dead or not. */
    boolean renewable() {
        return ofClient || refreshToken != null;
    }

    /**
     * The refresh token, opened; fails with {@link dev.lanyard.vault.DecryptionFailedException}.
     */
    public String open(DataKey key) {
        return key.open(
                SealedTokens.REFRESH, connection.id(), Objects.requireNonNull(refreshToken));
    }

    @Override
    public String toString() {
        return "Snapshot[" + connection + ", version=" + version + "]";
    }
}
