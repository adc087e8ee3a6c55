package dev.lanyard.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One replica with one connection, whose provider's API is at the port given, for measuring the
 * proxy: prints as shell assignments where everything is, and ends with its standard input.
 */
public final class ProxyStage {
    private ProxyStage() {}

    /** Runs until standard input is closed; the only argument is the API's port. */
    public static void main(String... args) throws IOException {
        try (Cluster cluster = Cluster.start(1, ProviderEntry.BITBUCKET)) {
            Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
            String connection = tenant.connect("u1");
            Path folder = Files.createTempDirectory(Path.of("target"), "providers");
            ProviderEntry.BITBUCKET.writeWithApi(folder, Integer.parseInt(args[0]));
            try (Replica replica = start(cluster, folder)) {
                System.out.println(
                        "LANYARD_URL=%s/v1/connections/%s/proxy/user"
                                .formatted(replica.url(), connection));
                System.out.println("API_KEY=" + tenant.key());
                System.out.println("LANYARD_PID=" + replica.pid());
                System.out.println("READY=yes");
                while (System.in.read() >= 0) {
                    // everything that is typed is ignored
                }
            }
        }
    }

    private static Replica start(Cluster cluster, Path folder) {
        Map<String, String> settings =
                Settings.with(
                        cluster.settings(),
                        Map.of(
                                "LANYARD_PROVIDERS_DIR",
                                folder.toAbsolutePath().toString(),
                                "LANYARD_REFRESH",
                                "off"));
        return Replica.start("proxy-stage", settings, List.of()).awaitReady();
    }
}
