package dev.lanyard.vault;

import com.google.crypto.tink.aead.AeadConfig;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What the vault has sealed in a column, opened with the operator's keys. */
public final class OpenedSecrets {
    private OpenedSecrets() {}

    /**
     * All values of a tenant.
     *
     * @param vaultKeys as the operator gives them
     * @param owner the column with the id of the row
     */
    public static List<String> of(
            DataSource database,
            String vaultKeys,
            String tenantId,
            String table,
            String column,
            String owner) {
        String sql =
                "SELECT k.vault_key_id, k.wrapped, t.%2$s, t.%3$s FROM %1$s t JOIN data_key k USING (tenant_id) WHERE tenant_id = ? AND t.%3$s IS NOT NULL"
                        .formatted(table, owner, column);
        List<String> opened = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            AeadConfig.register();
            VaultKeys keys = VaultKeys.parse("LANYARD_VAULT_KEYS", vaultKeys);
            select.setString(1, tenantId);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                DataKey key =
                        new WrappedKey(tenantId, rows.getString(1), rows.getBytes(2)).open(keys);
                opened.add(key.open(table + "." + column, rows.getString(3), rows.getBytes(4)));
            }
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return opened;
    }
}
