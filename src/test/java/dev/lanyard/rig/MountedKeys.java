package dev.lanyard.rig;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Vault keys in a file, as a mounted Secret, and what replicas make of them. */
public final class MountedKeys {
    private final Path folder;

    public MountedKeys(Path folder) {
        this.folder = folder;
    }

    /** A key with that id. */
    public static String key(int id) {
        return id + ":" + Settings.vaultKey(id);
    }

    /** Changes the file at once. */
    public void swap(String keys) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), keys + "\n");
        Files.move(next, folder.resolve("keys"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The environment of replicas that read the file. */
    public Map<String, String> settings(EmbeddedPostgres database) {
        Map<String, String> settings =
                Settings.without(Settings.on(database), "LANYARD_VAULT_KEYS");
        settings.put("LANYARD_VAULT_KEYS_FILE", folder.resolve("keys").toString());
        return settings;
    }

    /** Waits until both replicas have just these, in this order. */
    public static void awaitIds(Cluster cluster, String... ids) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                Stream.of(1, 2)
                                        .map(cluster::replica)
                                        .allMatch(replica -> ids(replica).equals(List.of(ids))));
    }

    public static List<String> ids(Replica replica) {
        return keys(replica).map(key -> key.getString("id")).toList();
    }

    /** How many data keys that key wraps. */
    public static long sealed(Replica replica, String id) {
        return keys(replica)
                .filter(key -> key.getString("id").equals(id))
                .mapToLong(key -> key.getLong("sealed"))
                .sum();
    }

    private static Stream<JsonObject> keys(Replica replica) {
        return new Api(replica.url(), Settings.ADMIN_TOKEN)
                .get("/admin/v1/vault").expect(200).json().getJsonArray("keys").stream()
                        .map(JsonObject.class::cast);
    }
}
