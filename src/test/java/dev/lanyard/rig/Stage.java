package dev.lanyard.rig;

import dev.lanyard.support.TestDatabase;
import java.io.IOException;

/**
 * One replica with one connection, for measuring: prints as shell assignments where everything is,
 * and ends with its standard input.
 */
public final class Stage {
    private Stage() {}

    /** Runs until standard input is closed. */
    public static void main(String... args) throws IOException {
        try (Cluster cluster = Cluster.start(1, ProviderEntry.BITBUCKET)) {
            Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
            String connection = tenant.connect("u1");
            String path = "/v1/connections/" + connection + "/token";
            String token = tenant.api().get(path).expect(200).text("access_token");
            say("LANYARD_URL", tenant.api().base() + path);
            say("API_KEY", tenant.api().bearer());
            say("LANYARD_PID", cluster.replica(1).pid());
            say("DATABASE_PORT", cluster.settings().get("LANYARD_DB_PORT"));
            say("TENANT", tenant.id());
            say("CONNECTION", connection);
            say("TOKEN_LENGTH", token.length());
            say("YARDSTICK_PORT", TestDatabase.freePort());
            say("READY", "yes");
            while (System.in.read() >= 0) {
                // everything that is typed is ignored
            }
        }
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }
}
