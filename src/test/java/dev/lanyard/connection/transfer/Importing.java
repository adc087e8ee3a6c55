package dev.lanyard.connection.transfer;

import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Owner;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A tenant that moves in. */
final class Importing {
    static final String NDJSON = "application/x-ndjson";

    private final Journey journey;
    private final FormerSystem former;

    private Importing(Journey journey) {
        this.journey = journey;
        this.former =
                new FormerSystem(
                        journey.sandbox(), URI.create(Journey.publicUrl()), journey.consumer());
    }

    static Importing at(String provider, JsonObject habits) {
        return new Importing(Journey.begin(provider, habits));
    }

    static Importing begin() {
        return new Importing(Journey.begin());
    }

    /** A provider at which a replayed refresh token kills its grant. */
    static Importing strict() {
        return at(
                "strict-sandbox",
                JsonObject.of("grace_seconds", 0, "dead_token_error", "invalid_grant"));
    }

    Journey journey() {
        return journey;
    }

    FormerSystem former() {
        return former;
    }

    /** A line with the fields that must be there. */
    JsonObject line(String endUser, String refreshToken) {
        return JsonObject.of(
                "end_user", JsonObject.of("id", endUser),
                "connector_profile_id", journey.profileId(),
                "refresh_token", refreshToken);
    }

    /** The same with a grant that the former system has of that account. */
    JsonObject lineOf(String endUser, String account) {
        return line(endUser, former.connect(account).getString("refresh_token"));
    }

    Response post(String body) {
        return journey.api()
                .contentType(NDJSON)
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/v1/connections/import");
    }

    /** The results. */
    List<JsonObject> send(String body) {
        return results(post(body).then().statusCode(200).extract().asString());
    }

    List<JsonObject> send(JsonObject... lines) {
        return send(
                Arrays.stream(lines)
                        .map(JsonObject::encode)
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /** Imports one line; the connection's id. */
    String id(JsonObject line) {
        JsonObject result = send(line).get(0);
        if (result.getString("connection_id") == null) {
            throw new AssertionError(result.encode());
        }
        return result.getString("connection_id");
    }

    static List<JsonObject> results(String ndjson) {
        return ndjson.lines().map(JsonObject::new).toList();
    }

    Response token(String id) {
        return journey.api().get("/v1/connections/" + id + "/token");
    }

    JsonObject connection(String id) {
        return new JsonObject(
                journey.api()
                        .get("/v1/connections/" + id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    Response activate() {
        return journey.api()
                .body(JsonObject.of("connector_profile_id", journey.profileId()).encode())
                .post("/v1/connections/import/activate");
    }

    int presentations() {
        return journey.sandbox().refreshTokenPresentations(journey.clientId());
    }

    /** Everything of the connection that must stay as it is. */
    static List<String> rows(String id) {
        return Owner.column(
                """
                SELECT to_jsonb(c)::text || to_jsonb(t)::text FROM connection c
                JOIN token_set t ON t.tenant_id = c.tenant_id AND t.connection_id = c.id WHERE c.id = ?
                """,
                id);
    }

    static String one(String sql, Object... values) {
        return Owner.column(sql, values).get(0);
    }
}
