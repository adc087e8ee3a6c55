package dev.lanyard.rig;

import dev.lanyard.support.IssuerStandIn;
import dev.lanyard.support.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;

/**
 * One replica with one connection, for measuring: prints as shell assignments where everything is,
 * and ends with its standard input.
 */
public final class Stage {
    private static final String TOKEN_CACHE = "LANYARD_TOKEN_CACHE";
    private static final String NO_QUOTA = "1000000";

    private Stage() {}

    /** Runs until standard input is closed. */
    public static void main(String... args) throws IOException {
        String issuers = IssuerStandIn.allowed();
        try (IssuerStandIn issuer = IssuerStandIn.start(0);
                Cluster cluster =
                        Cluster.start(
                                1,
                                database ->
                                        Settings.with(
                                                Settings.on(database),
                                                Map.of(
                                                        "LANYARD_QUOTA_TENANT",
                                                        NO_QUOTA,
                                                        "LANYARD_QUOTA_API_KEY",
                                                        NO_QUOTA,
                                                        "LANYARD_WORKLOAD_ISSUERS",
                                                        issuers,
                                                        TOKEN_CACHE,
                                                        System.getenv()
                                                                .getOrDefault(
                                                                        TOKEN_CACHE, "10000"))),
                                ProviderEntry.BITBUCKET)) {
            Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
            String connection = tenant.connect("u1");
            String path = "/v1/connections/" + connection + "/token";
            String token = tenant.api().get(path).expect(200).text("access_token");
            say("LANYARD_URL", tenant.api().base() + path);
            say("API_KEY", tenant.api().bearer());
            say("WORKLOAD_TOKEN", workloadToken(cluster, tenant, issuer));
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

    /** Of about the size of a Kubernetes service account's, and good for an hour. */
    private static String workloadToken(Cluster cluster, Tenant tenant, IssuerStandIn issuer) {
        String subject = "system:serviceaccount:acme:notes";
        JsonObject identity =
                JsonObject.of("issuer", issuer.url())
                        .put("audience", "lanyard")
                        .put("subject", subject)
                        .put("scopes", JsonArray.of("tokens"));
        cluster.operator()
                .post("/admin/v1/tenants/" + tenant.id() + "/workload-identities", identity)
                .expect(201);
        JwtClaims claims = issuer.claims(subject, "lanyard");
        claims.setExpirationTime(IssuerStandIn.in(3600));
        claims.setStringClaim("kubernetes.io", "x".repeat(300));
        return issuer.sign(claims);
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }
}
