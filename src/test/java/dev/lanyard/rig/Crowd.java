package dev.lanyard.rig;

import dev.lanyard.id.TenantToken;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.OpenedKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Many connections of one tenant, written into the databases as Lanyard and its provider would have
 * them after that many journeys.
 *
 * @param name no other crowd of the tenant has it
 */
public record Crowd(Cluster cluster, Tenant tenant, ProviderEntry entry, String name, int size) {
    private static final String[] PERMISSIONS = {"account", "email", "repository:write"};
    private static final String CONNECTION =
            """
            INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id, granted,
                last_used_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, now())
            """;
    private static final String TOKENS =
            """
            INSERT INTO token_set (tenant_id, connection_id, access_token, refresh_token, scopes, issued_at,
                expires_at, due_at, profile_id)
            VALUES (?, ?, ?, ?, ?, now() - interval '2 hours', now() + ? * interval '1 second',
                now() + ? * interval '1 second', ?)
            """;
    private static final String GRANT =
            "INSERT INTO sandbox_grant (id, client_id, account, permissions, issued) VALUES (?, ?,"
                    + " ?, ?, 1)";
    private static final String REFRESH_TOKEN =
            "INSERT INTO sandbox_refresh_token (hash, grant_id, ordinal) VALUES (?, ?, 1)";

    public List<String> ids() {
        return IntStream.range(0, size).mapToObj(this::id).toList();
    }

    private String id(int number) {
        return "conn_" + name + "-" + number;
    }

    /** The one that number was given at first, from 0. */
    public String refreshToken(int number) {
        return "refresh-" + tenant.id() + "-" + name + "-" + number;
    }

    /**
     * Writes them.
     *
     * @param left until their access tokens expire; negative: they have
     * @param due until background work looks at them
     */
    public Crowd write(Duration left, Duration due) {
        try (Connection lanyard = open(cluster.database());
                Connection provider = open(cluster.providerDatabase())) {
            DataKey key = dataKey(lanyard);
            writeConnections(lanyard, key, left, due);
            writeGrants(provider);
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeConnections(Connection database, DataKey key, Duration left, Duration due)
            throws SQLException {
        Array granted = database.createArrayOf("text", PERMISSIONS);
        try (PreparedStatement connections = database.prepareStatement(CONNECTION);
                PreparedStatement tokens = database.prepareStatement(TOKENS)) {
            for (int number = 0; number < size; number++) {
                String id = id(number);
                add(
                        connections,
                        tenant.id(),
                        id,
                        tenant.profileId(),
                        entry.name(),
                        "user-" + id,
                        "account-" + id,
                        granted);
                add(
                        tokens,
                        tenant.id(),
                        id,
                        key.seal("token_set.access_token", id, "access-" + id),
                        key.seal("token_set.refresh_token", id, refreshToken(number)),
                        granted,
                        left.toMillis() / 1000.0,
                        due.toMillis() / 1000.0,
                        tenant.profileId());
            }
            connections.executeBatch();
            tokens.executeBatch();
        }
    }

    private void writeGrants(Connection database) throws SQLException {
        Array permissions = database.createArrayOf("text", PERMISSIONS);
        try (PreparedStatement grants = database.prepareStatement(GRANT);
                PreparedStatement tokens = database.prepareStatement(REFRESH_TOKEN)) {
            for (int number = 0; number < size; number++) {
                String grant = tenant.id() + id(number);
                add(grants, grant, tenant.clientId(), "Account " + grant, permissions);
                add(tokens, TenantToken.sha256(refreshToken(number)), grant);
            }
            grants.executeBatch();
            tokens.executeBatch();
        }
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int index = 0; index < values.length; index++) {
            statement.setObject(index + 1, values[index]);
        }
        statement.addBatch();
    }

    private DataKey dataKey(Connection database) throws SQLException {
        try (PreparedStatement select =
                database.prepareStatement(
                        "SELECT vault_key_id, wrapped FROM data_key WHERE tenant_id = ?")) {
            select.setString(1, tenant.id());
            ResultSet row = select.executeQuery();
            row.next();
            return OpenedKey.of(
                    tenant.id(),
                    cluster.settings().get("LANYARD_VAULT_KEYS"),
                    row.getString(1),
                    row.getBytes(2));
        }
    }

    /** How many of them have new tokens. */
    public int refreshed() {
        try (Connection lanyard = open(cluster.database());
                PreparedStatement count =
                        lanyard.prepareStatement(
                                "SELECT count(*) FROM token_set WHERE tenant_id = ? AND"
                                        + " connection_id LIKE ? AND version > 1")) {
            count.setString(1, tenant.id());
            count.setString(2, "conn_" + name + "-%");
            ResultSet row = count.executeQuery();
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection open(EmbeddedPostgres postgres) throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }
}
