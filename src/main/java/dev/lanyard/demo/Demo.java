package dev.lanyard.demo;

import dev.lanyard.config.Config;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.net.URI;

/**
 * A tenant with an API key, a consumer at the sandbox and a connector profile that joins the two:
 * made in the steps of a real set-up, once in the life of the embedded database.
 */
@Singleton
@IfBuildProfile("dev")
class Demo {
    private static final String PROVIDER = "bitbucket-sandbox";
    private static final JsonArray PERMISSIONS = JsonArray.of("account", "repository:write");

    private final LanyardApi api;
    private final Config config;

    Demo(Config config) {
        this.api = new LanyardApi(config.publicUrl());
        this.config = config;
    }

    /** The demo tenant; the same one every time. It blocks. */
    synchronized DemoTenant tenant() {
        return DemoTenant.remembered().orElseGet(this::setUp);
    }

    /** A new connect session of the demo's end user; it blocks. */
    URI connectUrl() {
        DemoTenant tenant = tenant();
        JsonObject session =
                api.create("/v1/connect-sessions", tenant.apiKey(), newSession(tenant));
        return URI.create(session.getString("connect_url"));
    }

    /** The body of {@code POST /v1/connect-sessions}. */
    JsonObject newSession(DemoTenant tenant) {
        return JsonObject.of(
                "connector_profile_id", tenant.profileId(),
                "end_user", JsonObject.of("id", "u1", "name", "Ursula"),
                "return_url", returnUrl());
    }

    private DemoTenant setUp() {
        String apiKey = apiKey(tenantId());
        return new DemoTenant(apiKey, profileId(apiKey, consumer())).remember();
    }

    private String tenantId() {
        return api.create(
                        "/admin/v1/tenants",
                        config.adminToken(),
                        JsonObject.of("name", "Demo Inc."))
                .getString("id");
    }

    private String apiKey(String tenantId) {
        JsonObject key =
                JsonObject.of(
                        "name", "demo", "scopes", JsonArray.of("connect", "manage", "tokens"));
        return api.create("/admin/v1/tenants/" + tenantId + "/api-keys", config.adminToken(), key)
                .getString("key");
    }

    private JsonObject consumer() {
        JsonObject consumer =
                JsonObject.of(
                        "name",
                        "Demo Inc.",
                        "callback_url",
                        config.publicUrl() + "/connect/oauth2/" + PROVIDER + "/callback",
                        "permissions",
                        PERMISSIONS);
        return api.create("/sandbox/bitbucket/control/consumers", "", consumer);
    }

    private String profileId(String apiKey, JsonObject consumer) {
        JsonObject profile =
                JsonObject.of(
                        "provider",
                        PROVIDER,
                        "name",
                        "Demo",
                        "client_id",
                        consumer.getString("client_id"),
                        "client_secret",
                        consumer.getString("client_secret"),
                        "permissions",
                        PERMISSIONS,
                        "return_urls",
                        JsonArray.of(returnUrl()));
        return api.create("/v1/connector-profiles", apiKey, profile).getString("id");
    }

    private String returnUrl() {
        return config.publicUrl() + "/demo/done";
    }
}
