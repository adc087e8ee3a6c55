package dev.lanyard.connection.grant;

import dev.lanyard.id.Ids;
import dev.lanyard.notify.Events;
import dev.lanyard.provider.Account;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.vault.DataKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Stores the grants of journeys: new connections, and those brought back to life. */
@ApplicationScoped
public class GrantStore {
    /** Locked, so that two journeys of one end user cannot make twins. */
    public static final String PROFILE =
            "SELECT id FROM connector_profile WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE";

    private static final String TARGET =
            """
            SELECT account_id,
                EXISTS (SELECT 1 FROM connection twin
                    WHERE twin.tenant_id = $1 AND twin.id <> $2 AND twin.connector_profile_id = $3
                      AND twin.grant_type = 'authorization_code' AND twin.end_user_id = c.end_user_id AND twin.account_id = $4) AS has_twin
            FROM connection c
            WHERE tenant_id = $1 AND id = $2 AND connector_profile_id = $3
              AND grant_type = 'authorization_code' FOR UPDATE
            """;
    private static final String EXISTING =
            """
            SELECT id FROM connection
            WHERE tenant_id = $1 AND connector_profile_id = $2 AND end_user_id = $3 AND account_id = $4
              AND grant_type = 'authorization_code'
            """;
    private static final String CONFIRM =
            """
            UPDATE connection SET awaiting_confirmation = false, updated_at = now()
            WHERE tenant_id = $1 AND id = $2 AND awaiting_confirmation
            RETURNING id, connector_profile_id, provider, end_user_id, account_id
            """;
    private static final String DISCARD =
            """
            DELETE FROM connection c WHERE tenant_id = $1 AND id = $2 AND awaiting_confirmation
            RETURNING c.account_id, (SELECT refresh_token FROM token_set t
                WHERE t.tenant_id = c.tenant_id AND t.connection_id = c.id) AS refresh_token,
              (SELECT access_token FROM token_set t
                WHERE t.tenant_id = c.tenant_id AND t.connection_id = c.id) AS access_token
            """;

    private final Providers providers;
    private final Events events;

    GrantStore(Providers providers, Events events) {
        this.providers = providers;
        this.events = events;
    }

    /**
     * Stores a grant with its event: {@code connection.created}, or {@code connection.reconnected}
     * for one that was there.
     *
     * @param transaction the caller's, so that the session ends with it
     * @param key the tenant's data key
     */
    public Uni<GrantStoreResult> store(SqlClient transaction, DataKey key, NewGrant grant) {
        return transaction
                .preparedQuery(PROFILE)
                .execute(Tuple.of(grant.tenantId(), grant.profileId()))
                .chain(
                        found ->
                                found.size() == 0
                                        ? Uni.createFrom().item(new GrantStoreResult.Gone())
                                        : store(transaction, key, grant, Optional.empty()));
    }

    /**
     * The same for one who has locked the profile.
     *
     * @param known the end user's connection for this account, as it was looked up before; another
     *     one by now costs a statement more
     */
    public Uni<GrantStoreResult> store(
            SqlClient transaction, DataKey key, NewGrant grant, Optional<String> known) {
        if (grant.reconnects().isEmpty()) {
            return write(transaction, key, grant, known);
        }
        String wanted = grant.reconnects().get();
        return transaction
                .preparedQuery(TARGET)
                .execute(
                        Tuple.of(
                                grant.tenantId(),
                                wanted,
                                grant.profileId(),
                                grant.account().map(Account::id).orElse(null)))
                .chain(rows -> bringBack(transaction, key, grant, wanted, rows));
    }

    private Uni<GrantStoreResult> bringBack(
            SqlClient transaction, DataKey key, NewGrant grant, String wanted, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Uni.createFrom().item(new GrantStoreResult.Gone());
        }
        Row target = rows.iterator().next();
        String owner = target.getString("account_id");
        String account = grant.account().map(Account::id).orElse(null);
        if (target.getBoolean("has_twin") || (owner != null && !owner.equals(account))) {
            return Uni.createFrom().item(new GrantStoreResult.AccountMismatch());
        }
        return write(transaction, key, grant, Optional.of(wanted));
    }

    /** Writes the connection under this id; empty: under a new one. */
    private Uni<GrantStoreResult> write(
            SqlClient transaction, DataKey key, NewGrant grant, Optional<String> former) {
        String id = former.orElseGet(() -> Ids.next("conn_"));
        Provider provider = providers.get(grant.provider());
        SealedTokens tokens = SealedTokens.seal(key, id, grant.tokens(), provider);
        return transaction
                .preparedQuery(GrantRows.GRANT)
                .execute(GrantRows.grant(grant, id, former.isEmpty(), tokens, provider))
                .map(rows -> rows.iterator().next())
                .chain(row -> written(transaction, key, grant, id, row));
    }

    /**
     * Nothing was, if the end user has another connection for the account, or that one has gone
     * meanwhile: once more, by what the row says. It is locked now.
     */
    private Uni<GrantStoreResult> written(
            SqlClient transaction, DataKey key, NewGrant grant, String id, Row row) {
        Boolean created = row.getBoolean("created");
        return created == null
                ? write(transaction, key, grant, Optional.ofNullable(row.getString("former_id")))
                : Uni.createFrom().item(new GrantStoreResult.Kept(id, created));
    }

    private Uni<Void> publish(SqlClient transaction, String tenantId, String type, Row row) {
        JsonObject data =
                new JsonObject()
                        .put("connection_id", row.getString("id"))
                        .put("connector_profile_id", row.getString("connector_profile_id"))
                        .put("provider", row.getString("provider"))
                        .put("end_user_id", row.getString("end_user_id"))
                        .put("account_id", row.getString("account_id"));
        return events.record(transaction, tenantId, type, row.getString("id"), data);
    }

    /**
     * The connection this end user already has on this profile for this account; the profile stays
     * locked, so that none comes into being before the transaction ends.
     */
    public Uni<Optional<String>> existing(
            SqlClient transaction,
            String tenantId,
            String profileId,
            String endUserId,
            String accountId) {
        return transaction
                .preparedQuery(PROFILE)
                .execute(Tuple.of(tenantId, profileId))
                .chain(
                        () ->
                                transaction
                                        .preparedQuery(EXISTING)
                                        .execute(
                                                Tuple.of(
                                                        tenantId, profileId, endUserId, accountId)))
                .map(GrantStore::id);
    }

    private static Optional<String> id(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getString("id"));
    }

    /** Opens a connection that awaited confirmation, with its {@code connection.created}. */
    public Uni<Void> confirm(SqlClient transaction, String tenantId, String connectionId) {
        return transaction
                .preparedQuery(CONFIRM)
                .execute(Tuple.of(tenantId, connectionId))
                .chain(
                        rows ->
                                rows.size() == 0
                                        ? Uni.createFrom().voidItem()
                                        : publish(
                                                transaction,
                                                tenantId,
                                                "connection.created",
                                                rows.iterator().next()));
    }

    /**
     * Erases a connection that still awaits confirmation; no event.
     *
     * @return what is to be revoked, once the transaction has ended
     */
    public Uni<Optional<DiscardedGrant>> discard(
            SqlClient transaction, String tenantId, String connectionId) {
        return transaction
                .preparedQuery(DISCARD)
                .execute(Tuple.of(tenantId, connectionId))
                .map(rows -> rows.stream().findFirst().map(row -> discarded(connectionId, row)));
    }

    private static DiscardedGrant discarded(String connectionId, Row row) {
        return new DiscardedGrant(
                connectionId,
                row.getString("account_id"),
                row.getBuffer("refresh_token"),
                row.getBuffer("access_token"));
    }
}
