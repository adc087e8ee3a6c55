package dev.lanyard.rig;

import io.vertx.core.json.JsonObject;

/** Connections whose access token has just expired, and whose next one lives for two hours. */
public final class ExpiredToken {
    private static final String LIFETIME = "access_token_seconds";

    private ExpiredToken() {}

    /** A new connection of that tenant; its id. */
    public static String connect(Cluster cluster, Tenant tenant) {
        return connect(cluster, tenant, "u1");
    }

    /** The same for that end user. */
    public static String connect(Cluster cluster, Tenant tenant, String endUser) {
        cluster.provider().change(tenant.clientId(), JsonObject.of(LIFETIME, 2));
        String id = tenant.connect(endUser);
        cluster.provider().change(tenant.clientId(), JsonObject.of(LIFETIME, 7200));
        tenant.awaitExpiry(id);
        return id;
    }
}
