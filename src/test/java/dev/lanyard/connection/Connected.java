package dev.lanyard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Browser;
import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.change.ListeningConnection;
import dev.lanyard.sandbox.SandboxClient;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A connection that came by the whole journey, and ways to move its time. */
public final class Connected {
    public static final String GRACE = "bitbucket-sandbox";
    public static final String STRICT = "strict-sandbox";
    public static final String HASTY = "hasty-sandbox";
    public static final String REVOKING = "revoking-sandbox";

    private final Journey journey;
    private final String id;

    private Connected(Journey journey, String id) {
        this.journey = journey;
        this.id = id;
    }

    public static Connected at(String provider) {
        int grace = provider.equals(STRICT) ? 0 : 600;
        JsonObject habits = new JsonObject().put("grace_seconds", grace);
        if (provider.equals(STRICT)) {
            habits.put("dead_token_error", "invalid_grant");
        }
        return at(provider, habits);
    }

    /** With habits of the provider's own. */
    public static Connected at(String provider, JsonObject habits) {
        return on(Journey.begin(provider, habits), "u1");
    }

    /** Another end user's connection on the same profile. */
    public Connected sibling() {
        return on(journey, "u2");
    }

    /** This end user's connection on a profile that is there. */
    public static Connected on(Journey journey, String endUser) {
        return on(journey, endUser, "Ada of " + endUser);
    }

    /** The same of that account. */
    static Connected on(Journey journey, String endUser, String account) {
        Journey.Session session =
                journey.session(
                        Map.of(
                                "return_url",
                                Journey.RETURN_URL,
                                "end_user",
                                Map.of("id", endUser)));
        Response callback = journey.connect(new Browser(), session, account);
        Map<String, String> outcome = Journey.outcome(callback);
        assertThat(outcome).containsEntry("status", "connected");
        return new Connected(journey, outcome.get("connection_id"));
    }

    /** One without a user, kept for nobody. */
    public static Connected withoutUser(Journey journey) {
        String id =
                journey.api()
                        .body(
                                Map.of(
                                        "connector_profile_id",
                                        journey.profileId(),
                                        "grant",
                                        "client_credentials"))
                        .post("/v1/connections")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        return new Connected(journey, id);
    }

    public Journey journey() {
        return journey;
    }

    public String id() {
        return id;
    }

    public SandboxClient sandbox() {
        return journey.sandbox();
    }

    public String clientId() {
        return journey.clientId();
    }

    public Response token() {
        return journey.api().get("/v1/connections/" + id + "/token");
    }

    public Response token(int minTtl) {
        return journey.api().queryParam("min_ttl", minTtl).get("/v1/connections/" + id + "/token");
    }

    public String accessToken() {
        return token().then().statusCode(200).extract().path("access_token");
    }

    public void patch(String body) {
        journey.api().body(body).patch("/v1/connections/" + id).then().statusCode(200);
    }

    public Response refresh() {
        return journey.api().post("/v1/connections/" + id + "/refresh");
    }

    /** Asks for a refresh and does not wait for what comes of it. */
    public void refreshAsync() {
        CompletableFuture.runAsync(this::refresh);
    }

    public JsonPath shown() {
        return journey.api()
                .get("/v1/connections/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public String status() {
        return shown().getString("status");
    }

    public String reason() {
        return shown().getString("status_reason.code");
    }

    public int presentations() {
        return sandbox().refreshTokenPresentations(clientId());
    }

    public List<String> outcomes() {
        return dev.lanyard.support.Fixtures.operator()
                .get("/admin/v1/connections/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("history.outcome");
    }

    /** The access token expires now, as after two hours. */
    public Connected expire() {
        sql(
                "UPDATE token_set SET issued_at = now() - interval '2 hours', expires_at = now() -"
                        + " interval '1 second' WHERE connection_id = $1");
        return this;
    }

    /** The access token is good for so many seconds more. */
    public Connected expireIn(int seconds) {
        sql(
                "UPDATE token_set SET issued_at = now() - interval '2 hours', expires_at = now() +"
                        + " interval '"
                        + seconds
                        + " seconds' WHERE connection_id = $1");
        return this;
    }

    /** What the row remembers happened that much earlier; background work does not notice. */
    public Connected passes(String interval) {
        sql(
                "UPDATE token_set SET presented_at = presented_at - interval '%1$s', lease_until = lease_until - interval '%1$s', retry_at = retry_at - interval '%1$s' WHERE connection_id = $1"
                        .formatted(interval));
        return this;
    }

    /** Background work leaves the row alone. */
    public Connected notDue() {
        sql("UPDATE token_set SET due_at = now() + interval '1 hour' WHERE connection_id = $1");
        return this;
    }

    /** Background work looks at the row now. */
    public Connected due() {
        sql("UPDATE token_set SET due_at = now() WHERE connection_id = $1");
        return this;
    }

    /** Sets columns of its profile's places in the parallel cap. */
    public void places(String columns) {
        sql(
                """
                UPDATE token_request_place p SET %s FROM connection c
                WHERE c.id = $1 AND p.tenant_id = c.tenant_id AND p.profile_id = c.connector_profile_id
                """
                        .formatted(columns));
    }

    /** Sets columns of what its profile may do just now. */
    public Connected pace(String columns) {
        sql(
                """
                INSERT INTO profile_pace (tenant_id, profile_id)
                SELECT tenant_id, connector_profile_id FROM connection WHERE id = $1
                ON CONFLICT DO NOTHING
                """);
        sql(
                """
                UPDATE profile_pace p SET %s FROM connection c
                WHERE c.id = $1 AND p.tenant_id = c.tenant_id AND p.profile_id = c.connector_profile_id
                """
                        .formatted(columns));
        return this;
    }

    /** What its profile may do just now. */
    public Row pace() {
        return one(
                """
                SELECT p.* FROM profile_pace p
                JOIN connection c ON c.tenant_id = p.tenant_id AND c.connector_profile_id = p.profile_id
                WHERE c.id = $1
                """);
    }

    public Row row() {
        return one("SELECT * FROM token_set WHERE connection_id = $1");
    }

    /** The one row that a query about this connection ($1) finds. */
    public Row one(String query) {
        return pool().preparedQuery(query)
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .iterator()
                .next();
    }

    /** Does it, and waits until this replica has heard of it, as after a request that writes. */
    public void sql(String statement) {
        pool().preparedQuery(statement).execute(Tuple.of(id)).await().indefinitely();
        CDI.current().select(ListeningConnection.class).get().caughtUp().await().indefinitely();
    }

    private static Pool pool() {
        return CDI.current().select(Pool.class).get();
    }
}
