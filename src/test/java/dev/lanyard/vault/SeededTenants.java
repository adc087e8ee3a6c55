package dev.lanyard.vault;

import com.google.crypto.tink.aead.AeadConfig;
import dev.lanyard.id.Ids;
import dev.lanyard.id.TenantToken;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Many tenants with a connection each, written straight to the database. */
public final class SeededTenants {
    private static final int BATCH = 1_000;

    private static final String TENANT = "INSERT INTO tenant (tenant_id, name) VALUES (?, 'Acme')";
    private static final String DATA_KEY =
            "INSERT INTO data_key (tenant_id, vault_key_id, wrapped) VALUES (?, ?, ?)";
    private static final String API_KEY =
            "INSERT INTO api_key (tenant_id, id, name, scopes, hash) VALUES (?, 'key_1', 'seed',"
                    + " '{tokens}', ?)";
    private static final String PROFILE =
            """
            INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
            VALUES (?, 'prof_1', 'bitbucket', 'Acme', 'client', '', '{}', '{}', 'accepted')
            """;
    private static final String CONNECTION =
            """
            INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
            VALUES (?, ?, 'prof_1', 'bitbucket', 'u1', 'account')
            """;
    private static final String TOKENS =
            """
            INSERT INTO token_set (tenant_id, connection_id, access_token, expires_at)
            VALUES (?, ?, ?, now() + interval '1 day')
            """;

    private SeededTenants() {}

    /** A tenant's connection, and what a read of its token must answer. */
    public record Seeded(String tenantId, String apiKey, String connectionId, String accessToken) {
        @Override
        public String toString() {
            return "Seeded[" + tenantId + "]";
        }
    }

    /**
     * Writes them.
     *
     * @param vaultKeys as the operator gives them
     */
    public static List<Seeded> insert(DataSource database, int count, String vaultKeys) {
        try (Connection connection = database.getConnection()) {
            AeadConfig.register();
            connection.setAutoCommit(false);
            VaultKeys keys = VaultKeys.parse("LANYARD_VAULT_KEYS", vaultKeys);
            List<Seeded> all = new ArrayList<>();
            while (all.size() < count) {
                all.addAll(batch(connection, keys, Math.min(BATCH, count - all.size())));
            }
            return all;
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Seeded> batch(Connection connection, VaultKeys keys, int size)
            throws SQLException {
        List<Seeded> batch = new ArrayList<>();
        try (PreparedStatement tenant = connection.prepareStatement(TENANT);
                PreparedStatement dataKey = connection.prepareStatement(DATA_KEY);
                PreparedStatement apiKey = connection.prepareStatement(API_KEY);
                PreparedStatement profile = connection.prepareStatement(PROFILE);
                PreparedStatement account = connection.prepareStatement(CONNECTION);
                PreparedStatement tokens = connection.prepareStatement(TOKENS)) {
            for (int i = 0; i < size; i++) {
                Seeded seeded = seeded();
                WrappedKey key = WrappedKey.generate(seeded.tenantId(), keys);
                add(tenant, seeded.tenantId());
                add(dataKey, seeded.tenantId(), key.vaultKeyId(), key.wrapped());
                add(apiKey, seeded.tenantId(), TenantToken.sha256(seeded.apiKey()));
                add(profile, seeded.tenantId());
                add(account, seeded.tenantId(), seeded.connectionId());
                add(tokens, seeded.tenantId(), seeded.connectionId(), seal(key, keys, seeded));
                batch.add(seeded);
            }
            for (PreparedStatement each :
                    List.of(tenant, dataKey, apiKey, profile, account, tokens)) {
                each.executeBatch();
            }
        }
        connection.commit();
        return batch;
    }

    private static Seeded seeded() {
        String tenantId = Ids.next("ten_");
        return new Seeded(
                tenantId,
                TenantToken.issue("key", tenantId).text(),
                Ids.next("conn_"),
                Ids.next("token-"));
    }

    private static byte[] seal(WrappedKey key, VaultKeys keys, Seeded seeded) {
        return key.open(keys)
                .seal("token_set.access_token", seeded.connectionId(), seeded.accessToken());
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }
}
