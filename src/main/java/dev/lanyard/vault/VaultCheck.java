package dev.lanyard.vault;

import com.google.crypto.tink.Aead;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** Tells at start whether the operator's keys are those that sealed this database. */
@ApplicationScoped
public class VaultCheck {
    private static final byte[] PROOF = "lanyard".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String IN_USE =
            "SELECT vault_key_id, count(*) AS sealed FROM data_key GROUP BY vault_key_id ORDER BY vault_key_id";
    private static final String INSERT =
            "INSERT INTO vault_key (id, proof) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";

    private final Pool pool;
    private final VaultKeys keys;

    VaultCheck(Pool pool, Vault vault) {
        this.pool = pool;
        this.keys = vault.keys();
    }

    /**
     * The keys given are not those that sealed this database; the message names the configuration
     * key.
     */
    public static final class WrongKey extends RuntimeException {
        WrongKey(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Checks every key in use. Blocks; for start-up only.
     *
     * @throws WrongKey if one is missing or another than it was
     */
    public void check() {
        keys.ids().forEach(this::introduce);
        rows("SELECT id, proof FROM vault_key").forEach(this::checkProof);
        rows(IN_USE).forEach(this::checkPresent);
    }

    private void introduce(String id) {
        pool.preparedQuery(INSERT).execute(Tuple.of(id, prove(id))).await().atMost(PATIENCE);
    }

    private byte[] prove(String id) {
        try {
            return keys.find(id).orElseThrow().encrypt(PROOF, associatedData(id));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private void checkProof(Row row) {
        String id = row.getString("id");
        keys.find(id).ifPresent(key -> open(id, key, row.getBuffer("proof").getBytes()));
    }

    private static void open(String id, Aead key, byte[] proof) {
        try {
            key.decrypt(proof, associatedData(id));
        } catch (GeneralSecurityException e) {
            throw new WrongKey(
                    "LANYARD_VAULT_KEYS: the key "
                            + id
                            + " is not the one that this database was sealed with");
        }
    }

    private void checkPresent(Row row) {
        String id = row.getString("vault_key_id");
        if (keys.find(id).isEmpty()) {
            throw new WrongKey(
                    "LANYARD_VAULT_KEYS: the key "
                            + id
                            + " is missing, and "
                            + row.getLong("sealed")
                            + " tenants' data keys are sealed with it");
        }
    }

    private RowSet<Row> rows(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private static byte[] associatedData(String id) {
        return ("vault_key|" + id).getBytes(StandardCharsets.UTF_8);
    }
}
