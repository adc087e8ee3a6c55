package dev.lanyard.support;

import dev.lanyard.demo.DevDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A real PostgreSQL, and a free port that is the public URL's, for every {@code @QuarkusTest}. */
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
public class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private static final int LOWEST_PORT = 12_000;

    /** From here on the kernel takes ports for connections that begin on this machine. */
    private static final int FIRST_OF_THE_KERNEL = 32_768;

    private static final SecureRandom PORTS = new SecureRandom();
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        postgres = DevDatabase.open();
        Map<String, String> settings = new HashMap<>(DevDatabase.settings(postgres));
        String port = String.valueOf(freePort());
        settings.put("quarkus.http.test-port", port);
        settings.put("quarkus.management.test-port", String.valueOf(freePort()));
        settings.put("lanyard.public-url", "http://localhost:" + port);
        settings.put(
                "lanyard.providers-dir", TestProviders.write(settings.get("lanyard.public-url")));
        settings.put("lanyard.workload.issuers", IssuerStandIn.allowed());
        return settings;
    }

    @Override
    public void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("the embedded PostgreSQL does not stop", e);
        }
    }

    /**
     * A port of the loopback interface that nobody listens on just now, nor is given by the kernel
     * until it is used.
     */
    public static int freePort() {
        return PORTS.ints(LOWEST_PORT, FIRST_OF_THE_KERNEL)
                .filter(port -> GIVEN.add(port) && isFree(port))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
