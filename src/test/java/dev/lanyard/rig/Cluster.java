package dev.lanyard.rig;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.sandbox.SandboxClient;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that share a PostgreSQL, and a Lanyard with its sandbox, on a database of its own, that
 * plays their provider. Their public URL is the first one's.
 */
public final class Cluster implements Deployment, AutoCloseable {
    private static @Nullable Cluster shared;

    private final EmbeddedPostgres database;
    private final EmbeddedPostgres providerDatabase;
    private final Replica provider;
    private final Map<String, String> settings;
    private final List<Replica> replicas = new ArrayList<>();

    private Cluster(
            int count,
            Function<EmbeddedPostgres, Map<String, String>> reach,
            ProviderEntry... entries) {
        database = DevDatabase.open();
        providerDatabase = DevDatabase.open();
        provider =
                Replica.start(
                        "provider",
                        Settings.with(Settings.on(providerDatabase), "LANYARD_SANDBOX", "true"));
        settings = reach.apply(database);
        settings.put("LANYARD_PROVIDERS_DIR", catalogue(entries).toString());
        for (int number = 1; number <= count; number++) {
            add(List.of());
        }
    }

    /**
     * One more replica; it is not ready yet.
     *
     * @param options of its command line
     */
    public Replica add(List<String> options) {
        String name = "replica-" + (replicas.size() + 1);
        Replica replica = Replica.start(name, settings, options);
        settings.putIfAbsent("LANYARD_PUBLIC_URL", replica.url().toString());
        replicas.add(replica);
        return replica;
    }

    private Cluster awaitReady() {
        provider.awaitReady();
        replicas.forEach(Replica::awaitReady);
        return this;
    }

    private Path catalogue(ProviderEntry... entries) {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "providers");
            List.of(entries).forEach(entry -> entry.write(folder, provider.url()));
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That many replicas, ready, with these providers. */
    public static Cluster start(int count, ProviderEntry... entries) {
        return start(count, Settings::on, entries);
    }

    /**
     * The same, with an environment of their own.
     *
     * @param reach how they reach their database, and all else but ports and providers
     */
    public static Cluster start(
            int count,
            Function<EmbeddedPostgres, Map<String, String>> reach,
            ProviderEntry... entries) {
        return new Cluster(count, reach, entries).awaitReady();
    }

    /**
     * Two replicas with both {@link ProviderEntry#BITBUCKET} and {@link ProviderEntry#STRICT}, for
     * every test that leaves them running; they end with the tests.
     */
    public static synchronized Cluster shared() {
        if (shared == null) {
            shared = new Cluster(2, Settings::on, ProviderEntry.BITBUCKET, ProviderEntry.STRICT);
        }
        return shared.awaitReady();
    }

    @Override
    public Replica replica(int number) {
        return replicas.get(number - 1);
    }

    /** Where the replicas keep everything. */
    public EmbeddedPostgres database() {
        return database;
    }

    /** Where the provider does. */
    EmbeddedPostgres providerDatabase() {
        return providerDatabase;
    }

    /** The environment of its replicas, ports aside. */
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public SandboxClient provider() {
        return new SandboxClient(provider.url());
    }

    /** A new tenant with a profile at that provider. */
    public Tenant tenant(ProviderEntry entry) {
        return tenant(entry, new JsonObject());
    }

    /**
     * A new tenant with a profile at that provider.
     *
     * @param habits how the provider treats it, over the grace of its entry: {@code
     *     access_token_seconds}, …
     */
    public Tenant tenant(ProviderEntry entry, JsonObject habits) {
        return Tenant.create(this, entry, habits);
    }

    @Override
    public void close() throws IOException {
        replicas.forEach(Replica::close);
        provider.close();
        database.close();
        providerDatabase.close();
    }
}
