package dev.lanyard.chaos.rig;

import static org.awaitility.Awaitility.await;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.rig.Deployment;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import dev.lanyard.sandbox.SandboxClient;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replicas on one database, and the process that plays their provider, whose token endpoint each
 * replica reaches through a {@link Proxy} of its own. Three on one {@link DatabaseServer} are
 * started once, for all scenarios; they end with the tests.
 */
public final class Arena implements Deployment, AutoCloseable {
    public static final int REPLICAS = 3;

    /** Strict, and called fifty times at once. */
    public static final ProviderEntry WIDE =
            new ProviderEntry("wide", Duration.ZERO, Duration.ofMinutes(10), 50);

    /**
     * Forgives as Bitbucket does, called a hundred times at once: a killed replica holds its places
     * for 30 s.
     */
    public static final ProviderEntry FORGIVING =
            new ProviderEntry("forgiving", Duration.ofMinutes(10), Duration.ofMinutes(10), 100);

    private static final List<ProviderEntry> ENTRIES =
            List.of(ProviderEntry.BITBUCKET, ProviderEntry.STRICT, WIDE, FORGIVING);
    private static @Nullable Arena shared;

    private final Path folder = folder();
    private final Traffic traffic = new Traffic();
    private final Certificate certificate = new Certificate(folder);
    private final String name;
    private final Map<String, String> settings;
    private final EmbeddedPostgres providerDatabase = DevDatabase.open();
    private final Replica provider;
    private final List<Proxy> proxies = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();

    private Arena(String name, int count, int databasePort) {
        this.name = name;
        this.settings = Settings.on(databasePort);
        provider =
                Replica.start(
                        name + "-provider",
                        Settings.with(
                                Settings.on(providerDatabase.getPort()),
                                "LANYARD_SANDBOX",
                                "true"));
        for (int number = 1; number <= count; number++) {
            Replica replica = launch(Map.of());
            settings.putIfAbsent("LANYARD_PUBLIC_URL", replica.url().toString());
        }
        awaitAll();
    }

    /** One that does not start leaves nothing behind, or the next try would meet it. */
    private void awaitAll() {
        try {
            provider.awaitReady();
            replicas.forEach(Replica::awaitReady);
        } catch (AssertionError failure) {
            replicas.forEach(Replica::close);
            provider.close();
            throw failure;
        }
    }

    public static synchronized Arena shared() {
        if (shared == null) {
            shared = on("chaos", REPLICAS, DatabaseServer.shared().port());
        }
        shared.traffic.calm();
        return shared;
    }

    /**
     * An arena of its own.
     *
     * @param name of the replicas' logs
     */
    public static Arena on(String name, int count, int databasePort) {
        return new Arena(name, count, databasePort);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "chaos")), "run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One more replica, with a proxy of its own; not waited for.
     *
     * @param environment besides that of all
     */
    public Replica launch(Map<String, String> environment) {
        int number = replicas.size() + 1;
        Proxy proxy = new Proxy(number, provider.url(), certificate, traffic);
        Path catalogue = folder.resolve("providers-" + number);
        ENTRIES.forEach(entry -> entry.write(catalogue, provider.url(), proxy.tokenEndpoint()));
        Map<String, String> all = new HashMap<>(settings);
        all.put("LANYARD_PROVIDERS_DIR", catalogue.toAbsolutePath().toString());
        all.putAll(environment);
        Replica replica = Replica.start(name + "-" + number, all, certificate.options());
        proxies.add(proxy);
        replicas.add(replica);
        return replica;
    }

    /** Ends one that was launched besides. */
    public void dismiss(Replica replica) {
        int index = replicas.indexOf(replica);
        replica.close();
        replicas.remove(index);
        proxies.remove(index).close();
    }

    @Override
    public Replica replica(int number) {
        return replicas.get(number - 1);
    }

    int size() {
        return replicas.size();
    }

    public Proxy proxy(int number) {
        return proxies.get(number - 1);
    }

    public Traffic traffic() {
        return traffic;
    }

    @Override
    public SandboxClient provider() {
        return new SandboxClient(provider.url());
    }

    public Tenant tenant(ProviderEntry entry) {
        return Tenant.create(this, entry, new JsonObject());
    }

    /** That many end users of the tenant connect, each an account of their own; the ids. */
    public List<String> connect(Tenant tenant, int count) {
        return IntStream.rangeClosed(1, count)
                .parallel()
                .mapToObj(number -> tenant.connect("u" + number, "Reader " + number))
                .toList();
    }

    /** From now on access tokens live that long. */
    public void lifetime(Tenant tenant, int seconds) {
        provider().change(tenant.clientId(), JsonObject.of("access_token_seconds", seconds));
    }

    boolean isReady(int number) {
        return replica(number).health("ready") == 200;
    }

    /** The faults end: everything runs, and is ready. */
    public void calm() {
        traffic.calm();
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> IntStream.rangeClosed(1, replicas.size()).allMatch(this::isReady));
    }

    @Override
    public void close() throws IOException {
        List.copyOf(replicas).forEach(this::dismiss);
        provider.close();
        providerDatabase.close();
    }
}
