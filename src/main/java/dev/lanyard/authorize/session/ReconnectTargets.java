package dev.lanyard.authorize.session;

import dev.lanyard.provider.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;

/** Connections that a session may bring back; a merged one's id leads to its elder. */
public final class ReconnectTargets {
    private static final String FIND =
            """
            SELECT id, account_id, account_name, account_username FROM connection
            WHERE tenant_id = $1 AND grant_type = 'authorization_code' AND id = coalesce((
                SELECT connection_id FROM connection_alias WHERE tenant_id = $1 AND id = $2 AND until > now()), $2)
            """;

    private ReconnectTargets() {}

    /**
     * A connection as far as a session needs it.
     *
     * @param accountId empty while who connected is unknown
     * @param account the same for people
     */
    public record Target(String id, Optional<String> accountId, Optional<String> account) {

        private static Target of(Row row) {
            return new Target(
                    row.getString("id"),
                    Optional.ofNullable(row.getString("account_id")),
                    Optional.ofNullable(row.getString("account_id")).map(id -> account(row, id)));
        }

        private static String account(Row row, String id) {
            return Account.told(
                    id, row.getString("account_name"), row.getString("account_username"));
        }

        /** Whether it can be that account's: it is, or it is not known whose it is. */
        public boolean mayBe(String account) {
            return accountId.isEmpty() || accountId.get().equals(account);
        }
    }

    public static Uni<Optional<Target>> find(
            SqlClient client, String tenantId, String connectionId) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(tenantId, connectionId))
                .map(rows -> rows.stream().findFirst().map(Target::of));
    }
}
