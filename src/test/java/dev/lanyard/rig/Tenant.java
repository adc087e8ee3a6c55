package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Http.Answer;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** A tenant's backend, with a key of every scope and one connector profile. */
public final class Tenant {
    public static final String RETURN_URL = "https://app.example/connected";
    public static final String ADA = "Ada Lovelace";

    private final Deployment deployment;
    private final String id;
    private final String key;
    private final Credentials consumer;
    private final String profileId;

    private Tenant(
            Deployment deployment, String id, String key, Credentials consumer, String profileId) {
        this.deployment = deployment;
        this.id = id;
        this.key = key;
        this.consumer = consumer;
        this.profileId = profileId;
    }

    public static Tenant create(Deployment deployment, ProviderEntry entry, JsonObject habits) {
        String id = newId(deployment);
        String key = newKey(deployment, id).text("key");
        Credentials consumer =
                deployment
                        .provider()
                        .createConsumer(registration(deployment, entry).mergeIn(habits));
        Api api = new Api(deployment.replica(1).url(), key);
        return new Tenant(deployment, id, key, consumer, newProfile(api, entry, consumer));
    }

    private static String newId(Deployment deployment) {
        return deployment
                .operator()
                .post("/admin/v1/tenants", JsonObject.of("name", "Acme Notes"))
                .expect(201)
                .text("id");
    }

    private static Answer newKey(Deployment deployment, String tenantId) {
        JsonObject body =
                JsonObject.of("name", "rig", "scopes", JsonArray.of("connect", "manage", "tokens"));
        return deployment
                .operator()
                .post("/admin/v1/tenants/" + tenantId + "/api-keys", body)
                .expect(201);
    }

    private static JsonObject registration(Deployment deployment, ProviderEntry entry) {
        String callback =
                deployment.replica(1).url() + "/connect/oauth2/" + entry.name() + "/callback";
        return JsonObject.of(
                "callback_url",
                callback,
                "permissions",
                JsonArray.of("account", "email", "repository:write"),
                "grace_seconds",
                (int) entry.grace().toSeconds());
    }

    private static String newProfile(Api api, ProviderEntry entry, Credentials consumer) {
        JsonObject body =
                JsonObject.of(
                        "provider", entry.name(),
                        "name", "Acme Notes",
                        "client_id", consumer.clientId(),
                        "client_secret", consumer.clientSecret(),
                        "permissions", JsonArray.of("account", "repository:write"),
                        "return_urls", JsonArray.of(RETURN_URL));
        JsonObject profile = api.post("/v1/connector-profiles", body).expect(201).json();
        assertThat(profile.getJsonObject("credentials").getString("status")).isEqualTo("accepted");
        return profile.getString("id");
    }

    public String id() {
        return id;
    }

    /** What the provider knows its client by. */
    public String clientId() {
        return consumer.clientId();
    }

    /** Its client at the provider. */
    public Credentials credentials() {
        return consumer;
    }

    /** The API key. */
    public String key() {
        return key;
    }

    public String profileId() {
        return profileId;
    }

    /** The API at the first replica. */
    public Api api() {
        return at(deployment.replica(1));
    }

    public Api at(Replica replica) {
        return new Api(replica.url(), key);
    }

    /** One more API key: {@code {"id","key",…}}. */
    public JsonObject newKey() {
        return newKey(deployment, id).json();
    }

    public Visitor visitor() {
        return new Visitor(deployment.provider());
    }

    /** A connect session for that end user, with these fields besides. */
    public JsonObject session(String endUser, JsonObject fields) {
        JsonObject body =
                JsonObject.of(
                        "connector_profile_id",
                        profileId,
                        "end_user",
                        JsonObject.of("id", endUser, "name", "Ursula Example"));
        return api().post("/v1/connect-sessions", body.mergeIn(fields)).expect(201).json();
    }

    /** Takes that end user through the whole journey as {@link #ADA}; the connection's id. */
    public String connect(String endUser) {
        return connect(endUser, ADA);
    }

    /** Takes that end user through the whole journey as that account; the connection's id. */
    public String connect(String endUser, String account) {
        JsonObject session = session(endUser, JsonObject.of("return_url", RETURN_URL));
        URI connectUrl = URI.create(session.getString("connect_url"));
        String location = visitor().connect(connectUrl, account).expect(303).location();
        assertThat(location).startsWith(RETURN_URL).contains("status=connected");
        return api().get("/v1/connect-sessions/" + session.getString("id"))
                .expect(200)
                .text("connection_id");
    }

    /** Takes whoever was invited there through the journey, as {@link #ADA}. */
    public void visit(String connectUrl) {
        visitor().connect(URI.create(connectUrl), ADA).expect(303);
    }

    public JsonObject connection(String connectionId) {
        return api().get("/v1/connections/" + connectionId).expect(200).json();
    }

    /** Waits until the access token has expired. */
    void awaitExpiry(String connectionId) {
        Instant expiry =
                Instant.parse(connection(connectionId).getString("access_token_expires_at"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(expiry));
    }
}
