package dev.lanyard.vault;

import dev.lanyard.vault.VaultView.KeyView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts how many data keys each of the operator's keys wraps. */
@ApplicationScoped
public class KeysInUse {
    private static final String COUNT =
            "SELECT vault_key_id, count(*) AS sealed FROM data_key GROUP BY vault_key_id ORDER BY"
                    + " vault_key_id";

    private final Pool pool;
    private final KeyRing ring;

    KeysInUse(Pool pool, KeyRing ring) {
        this.pool = pool;
        this.ring = ring;
    }

    /** All of them, the one that seals first. */
    public Uni<VaultView> view() {
        return pool.query(COUNT).execute().map(rows -> view(ring.current(), rows));
    }

    private static VaultView view(VaultKeys keys, RowSet<Row> rows) {
        Map<String, Long> sealed = new LinkedHashMap<>();
        keys.ids().forEach(id -> sealed.put(id, 0L));
        rows.forEach(row -> sealed.put(row.getString("vault_key_id"), row.getLong("sealed")));
        return new VaultView(
                sealed.entrySet().stream()
                        .map(key -> key(keys, key.getKey(), key.getValue()))
                        .toList());
    }

    private static KeyView key(VaultKeys keys, String id, long sealed) {
        return new KeyView(id, id.equals(keys.primary()), sealed);
    }
}
