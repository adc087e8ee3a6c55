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
import java.util.Arrays;
import java.util.Optional;

/** Tells whether the operator's keys are those that sealed this database. */
@ApplicationScoped
public class VaultCheck {
    private static final byte[] PROOF = "lanyard".getBytes(StandardCharsets.UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String IN_USE =
            "SELECT vault_key_id, count(*) AS sealed FROM data_key GROUP BY vault_key_id ORDER BY"
                    + " vault_key_id";
    private static final String INSERT =
            "INSERT INTO vault_key (id, proof) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";

    private final Pool pool;

    VaultCheck(Pool pool) {
        this.pool = pool;
    }

    /**
     * The keys given are not those that sealed this database; the message names the configuration
     * key.
     */
    public static final class WrongKeyException extends RuntimeException {
        WrongKeyException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Checks every key in use, and takes note of those that are new. Blocks; for start-up, and for
     * worker threads.
     *
     * @throws WrongKeyException if one is missing or another than it was
     */
    void check(VaultKeys keys) {
        rows(IN_USE).forEach(row -> checkPresent(keys, row));
        checkProofs(keys);
        keys.ids().forEach(id -> introduce(keys, id));
        checkProofs(keys); // another replica may have introduced another key by the same id
    }

    private void checkProofs(VaultKeys keys) {
        rows("SELECT id, proof FROM vault_key").forEach(row -> checkProof(keys, row));
    }

    private static void checkProof(VaultKeys keys, Row row) {
        String id = row.getString("id");
        Optional<Aead> key = keys.find(id);
        if (key.isPresent() && !opens(id, key.get(), row.getBuffer("proof").getBytes())) {
            throw new WrongKeyException(
                    keys.name()
                            + ": the key "
                            + id
                            + " is not the one that this database was sealed with");
        }
    }

    private static boolean opens(String id, Aead key, byte[] proof) {
        try {
            return Arrays.equals(key.decrypt(proof, associatedData(id)), PROOF);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void checkPresent(VaultKeys keys, Row row) {
        String id = row.getString("vault_key_id");
        if (keys.find(id).isEmpty()) {
            throw new WrongKeyException(
                    keys.name()
                            + ": the key "
                            + id
                            + " is missing, and "
                            + row.getLong("sealed")
                            + " tenants' data keys are sealed with it");
        }
    }

    private void introduce(VaultKeys keys, String id) {
        pool.preparedQuery(INSERT).execute(Tuple.of(id, prove(keys, id))).await().atMost(PATIENCE);
    }

    private static byte[] prove(VaultKeys keys, String id) {
        try {
            return keys.find(id).orElseThrow().encrypt(PROOF, associatedData(id));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private RowSet<Row> rows(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE);
    }

    private static byte[] associatedData(String id) {
        return ("vault_key|" + id).getBytes(StandardCharsets.UTF_8);
    }
}
