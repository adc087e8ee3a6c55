package dev.lanyard.connection;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.authorize.Journey;
import dev.lanyard.support.Fixtures;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections without a user: how they are made, and what is refused. */
abstract class ClientConnectionCases {
    private static final Map<String, Object> NOBODY = Map.of();
    private static final Map<String, Object> U1 = Map.of("end_user", Map.of("id", "u1"));

    private static ValidatableResponse post(Journey journey, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>();
        body.put("connector_profile_id", journey.profileId());
        body.put("grant", "client_credentials");
        body.putAll(fields);
        return journey.api().body(body).post("/v1/connections").then();
    }

    private static String id(Journey journey, Map<String, ?> fields) {
        return post(journey, fields).statusCode(201).extract().path("id");
    }

    private static void assertNothingStored(Journey journey) {
        journey.api().get("/v1/connections").then().statusCode(200).body("items", empty());
    }

    @Test
    void actsAsAnAppUserAndIsUsedLikeAnyOther() {
        Journey journey = Journey.begin();

        ValidatableResponse created =
                post(journey, NOBODY)
                        .statusCode(201)
                        .header("Location", notNullValue())
                        .body("provider", equalTo("bitbucket-sandbox"))
                        .body("connector_profile_id", equalTo(journey.profileId()))
                        .body("end_user", nullValue())
                        .body("account.id", notNullValue())
                        .body("permissions.granted", hasItems("account", "repository:write"))
                        .body("permissions.missing", empty())
                        .body("status", equalTo("active"))
                        .body("status_reason", nullValue())
                        .body("access_token_expires_at", notNullValue());

        String address = created.extract().header("Location");
        journey.api()
                .get(address)
                .then()
                .statusCode(200)
                .body("id", equalTo(created.extract().path("id")));
        String token =
                journey.api()
                        .get(address + "/token")
                        .then()
                        .statusCode(200)
                        .body("token_type", equalTo("Bearer"))
                        .extract()
                        .path("access_token");
        assertThat(journey.sandbox().api("/user", token).statusCode()).isEqualTo(200);
        journey.api().get("/v1/connections").then().body("items", hasSize(1));
        journey.api()
                .get("/v1/events")
                .then()
                .body("items.type", equalTo(List.of("connection.created")))
                .body("items[0].data.connection_id", equalTo(created.extract().path("id")))
                .body("items[0].data.end_user_id", nullValue());
        journey.api()
                .get("/v1/audit-log")
                .then()
                .body("items.action", hasItem("connection.created"));
        journey.api().delete(address).then().statusCode(204);
        journey.api().get(address).then().statusCode(404);
    }

    @Test
    void isKeptForAnEndUserWhereOneIsNamed() {
        Journey journey = Journey.begin();

        post(
                        journey,
                        Map.of(
                                "end_user",
                                Map.of("id", "u1", "name", "Ursula", "email", "u1@app.example"),
                                "metadata",
                                Map.of("plan", "gold")))
                .statusCode(201)
                .body("end_user.id", equalTo("u1"))
                .body("end_user.name", equalTo("Ursula"))
                .body("end_user.email", equalTo("u1@app.example"))
                .body("metadata.plan", equalTo("gold"));
        journey.api().get("/v1/connections?end_user_id=u1").then().body("items", hasSize(1));
        journey.api().get("/v1/connections?end_user_id=u2").then().body("items", empty());
    }

    @Test
    void theSameAgainIsTheSameConnectionWithANewToken() {
        Journey journey = Journey.begin();
        String first = id(journey, U1);
        String token = token(journey, first);

        post(journey, Map.of("end_user", Map.of("id", "u1"), "metadata", Map.of("b", 2)))
                .statusCode(201)
                .body("id", equalTo(first))
                .body("metadata.b", equalTo(2));

        assertThat(token(journey, first)).isNotEqualTo(token);
        assertThat(id(journey, Map.of("end_user", Map.of("id", "u2")))).isNotEqualTo(first);
        String nobodys = id(journey, NOBODY);
        assertThat(nobodys).isNotEqualTo(first);
        assertThat(id(journey, NOBODY)).isEqualTo(nobodys);
        journey.api()
                .get("/v1/events")
                .then()
                .body("items.type.findAll { it == 'connection.created' }", hasSize(3))
                .body("items", hasSize(3));
    }

    @Test
    void standsBesideAUsersOwnOfTheSameAccount() {
        Journey journey = Journey.begin();
        String own = id(journey, U1);
        String account =
                journey.api().get("/v1/connections/" + own).then().extract().path("account.name");
        Connected users = Connected.on(journey, "u1", account);

        assertThat(users.id()).isNotEqualTo(own);
        assertThat(id(journey, U1)).isEqualTo(own);
        assertThat(Connected.on(journey, "u1", account).id()).isEqualTo(users.id());
        assertThat(users.status()).isEqualTo("active");
        assertThat(users.refresh().statusCode()).isEqualTo(200);
    }

    @Test
    void isNothingThatAUserCouldBringBack() {
        Journey journey = Journey.begin();
        String own = id(journey, U1);

        journey.create(Map.of("return_url", Journey.RETURN_URL, "connection_id", own))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("connection_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_code", "refresh_token", "", "CLIENT_CREDENTIALS"})
    void anotherGrantIsRefused(String grant) {
        post(Journey.begin(), Map.of("grant", grant))
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", hasItem("grant"));
    }

    @Test
    void aProviderWithoutThisGrantIsRefused() {
        Journey journey = Journey.begin("issuing-sandbox", new JsonObject());

        post(journey, NOBODY)
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", hasItem("grant"));
        assertNothingStored(journey);
    }

    @Test
    void metadataDoesNotGrowByMergingBeyondWhatOneMaySend() {
        Journey journey = Journey.begin();
        String large = "x".repeat(12_000);

        post(journey, Map.of("metadata", Map.of("a", large))).statusCode(201);

        post(journey, Map.of("metadata", Map.of("b", large)))
                .statusCode(201)
                .body("metadata.keySet()", equalTo(Set.of("b")));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        Journey journey = Journey.begin();

        journey.api()
                .body(
                        Map.of(
                                "end_user", Map.of("name", "a\u0007b", "email", "x".repeat(321)),
                                "metadata", Map.of("a", "x".repeat(17_000))))
                .post("/v1/connections")
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body(
                        "errors.field",
                        hasItems(
                                "connector_profile_id",
                                "grant",
                                "end_user.id",
                                "end_user.name",
                                "end_user.email",
                                "metadata"));
        post(journey, Map.of("metadata", Map.of("a", "b\u0000c"))).statusCode(400);
        post(journey, Map.of("unknown", true)).statusCode(400);
        post(journey, Map.of("metadata", "text")).statusCode(400);
        assertNothingStored(journey);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada\u202Eevil", " ", "\u3164"})
    void anEndUsersNameThatTurnsTheTextAroundOrIsBlankIsRefused(String name) {
        post(Journey.begin(), Map.of("end_user", Map.of("id", "u1", "name", name)))
                .statusCode(400)
                .body("errors.field", hasItem("end_user.name"));
    }

    @Test
    void anUnknownProfileAndAnothersAreRefusedAlike() {
        Journey journey = Journey.begin();
        String others = Journey.begin().profileId();

        String unknown = refusedProfile(journey, "prof_aaaaaaaaaaaaaaaaaaaaaaaaaa");

        assertThat(refusedProfile(journey, others)).isEqualTo(unknown);
    }

    private static String refusedProfile(Journey journey, String profile) {
        return post(journey, Map.of("connector_profile_id", profile))
                .statusCode(400)
                .body("errors.field", hasItem("connector_profile_id"))
                .extract()
                .path("errors.toString()");
    }

    @Test
    void aDisabledProfileMakesNone() {
        Journey journey = Journey.begin();
        journey.api()
                .body(Map.of("status", "disabled"))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);

        post(journey, NOBODY).statusCode(409).body("code", equalTo("profile_disabled"));
    }

    @Test
    void aKeyWithoutManageMayNot() {
        Journey journey = Journey.begin();

        Fixtures.bearer(journey.tenant().key("connect", "tokens"))
                .body(
                        Map.of(
                                "connector_profile_id",
                                journey.profileId(),
                                "grant",
                                "client_credentials"))
                .post("/v1/connections")
                .then()
                .statusCode(403);
    }

    @Test
    void aWrongSecretIsToldAndNothingStored() {
        Journey journey = Journey.begin();
        journey.sandbox().faults(journey.clientId(), fault("wrong_secret", "exchange"));

        post(journey, NOBODY).statusCode(409).body("code", equalTo("credentials_rejected"));

        assertNothingStored(journey);
    }

    @Test
    void aClientThatMayNotAskForItIsToldSoInTheProvidersWords() {
        Journey journey = Journey.begin("bitbucket-sandbox", JsonObject.of("public", true));

        post(journey, NOBODY)
                .statusCode(400)
                .body("errors.field", hasItem("grant"))
                .body("errors[0].message", org.hamcrest.Matchers.containsString("public"));
        assertNothingStored(journey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"error_5xx", "rate_limited", "reset_before", "dropped_answer", "malformed"})
    void aProviderThatGivesNoneIsUnavailableAndNothingStored(String fault) {
        Journey journey = Journey.begin();
        journey.sandbox().faults(journey.clientId(), fault(fault, "exchange"));

        post(journey, NOBODY)
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("provider_unavailable"));

        assertNothingStored(journey);
    }

    @Test
    void whereWhoItIsCannotBeAskedTheAccountStaysNull() {
        Journey journey = Journey.begin();
        journey.sandbox().faults(journey.clientId(), fault("missing_permission", "user"));

        post(journey, NOBODY)
                .statusCode(201)
                .body("account.id", nullValue())
                .body("status", equalTo("active"));
    }

    private static String token(Journey journey, String connection) {
        return journey.api()
                .get("/v1/connections/" + connection + "/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
