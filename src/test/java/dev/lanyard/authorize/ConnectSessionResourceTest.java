package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.authorize.Journey.Session;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ConnectSessionResourceTest {
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    @Test
    void createsASessionAndTellsTheConnectUrlOnce() {
        var created =
                journey.create(
                                Map.of(
                                        "return_url",
                                        Journey.RETURN_URL,
                                        "metadata",
                                        Map.of("plan", Map.of("seats", 3))))
                        .then()
                        .statusCode(201)
                        .header("Cache-Control", "no-store")
                        .body("id", matchesPattern("cs_[a-z2-7]{26}"))
                        .body("status", equalTo("pending"))
                        .body("provider", equalTo("bitbucket-sandbox"))
                        .body("end_user.name", equalTo("Ursula <b>"))
                        .body("origin", equalTo("https://app.example"))
                        .body("metadata.plan.seats", equalTo(3))
                        .body("require_confirmation", equalTo(false))
                        .body("connection_id", nullValue())
                        .body("error", nullValue())
                        .extract()
                        .jsonPath();

        assertThat(created.getString("connect_url"))
                .matches(Journey.publicUrl() + "/connect/ct_[a-z0-9]+_[a-z2-7]{26}");
        assertThat(lifetime(created.getString("created_at"), created.getString("expires_at")))
                .isEqualTo(Duration.ofMinutes(30));
        journey.api()
                .get("/v1/connect-sessions/" + created.getString("id"))
                .then()
                .statusCode(200)
                .body("$", not(hasItem("connect_url")))
                .body("status", equalTo("pending"));
    }

    private static Duration lifetime(String from, String to) {
        return Duration.between(OffsetDateTime.parse(from), OffsetDateTime.parse(to));
    }

    @ParameterizedTest
    @CsvSource({
        "return_url, https://evil.example/connected",
        "return_url, https://app.example/connectedness",
        "return_url, https://user@app.example/connected",
        "return_url, https://app.example/connected/..",
        "return_url, https://app.example./connected",
        "return_url, https://app.example/connected/%2e%2e",
        "origin, https://evil.example",
        "origin, https://app.example/",
        "connector_profile_id, prof_unknown",
        "connection_id, conn_unknown",
        "expires_in, 0",
        "expires_in, 604801",
    })
    void namesTheFieldThatIsWrong(String field, String value) {
        Object typed = field.equals("expires_in") ? Integer.valueOf(value) : value;

        var answer = journey.create(Map.of(field, typed)).then().statusCode(400);

        answer.body("code", equalTo("validation_failed")).body("errors.field", hasItem(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb"})
    void refusesAnEndUserWithoutAUsableId(String id) {
        journey.create(Map.of("end_user", Map.of("id", id)))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("end_user.id"));
    }

    @Test
    void refusesASessionWithoutEndUser() {
        journey.api()
                .body(Map.of("connector_profile_id", journey.profileId()))
                .post("/v1/connect-sessions")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("end_user"));
    }

    @Test
    void refusesConfirmationWithoutAReturnUrl() {
        journey.create(Map.of("require_confirmation", true))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("return_url"));
    }

    @Test
    void refusesMetadataThatIsTooLargeOrNoObject() {
        journey.create(Map.of("metadata", Map.of("text", "x".repeat(17_000))))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("metadata"));
        journey.create(Map.of("metadata", "text"))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("metadata"));
        journey.create(Map.of("metadata", Map.of("a", Map.of("b\u0000", 1))))
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("metadata"));
    }

    @Test
    void treatsAnotherTenantsProfileAsUnknown() {
        Journey other = Journey.begin();

        var foreign = journey.create(Map.of("connector_profile_id", other.profileId()));
        var unknown = journey.create(Map.of("connector_profile_id", "prof_unknown"));

        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(foreign.asString()).isEqualTo(unknown.asString());
    }

    @Test
    void treatsAnotherTenantsSessionAsUnknown() {
        Session foreign = Journey.begin().session();

        journey.api()
                .get("/v1/connect-sessions/" + foreign.id())
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        journey.api()
                .post("/v1/connect-sessions/" + foreign.id() + "/cancel")
                .then()
                .statusCode(404);
    }

    @Test
    void refusesADisabledProfile() {
        journey.api()
                .body(Map.of("status", "disabled"))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);

        journey.create(Map.of()).then().statusCode(409).body("code", equalTo("profile_disabled"));
    }

    @Test
    void cancelsOnceAndAnswersTheSameAgain() {
        Session session = journey.session();

        String first = cancel(session);
        String again = cancel(session);

        assertThat(again).isEqualTo(first);
        assertThat(journey.read(session).getString("status")).isEqualTo("failed");
        assertThat(journey.read(session).getString("error.code")).isEqualTo("cancelled");
        assertThat(journey.events("connect_session.failed")).hasSize(1);
        assertThat(new Browser().open(session.connectUrl()).statusCode()).isEqualTo(410);
    }

    private String cancel(Session session) {
        return journey.api()
                .post("/v1/connect-sessions/" + session.id() + "/cancel")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void expiresWithOneEvent() {
        Session session = journey.session(Map.of("expires_in", 1));

        Awaitility.await().until(() -> journey.read(session).getString("status").equals("expired"));

        assertThat(journey.read(session).getString("error.code")).isEqualTo("expired");
        assertThat(new Browser().open(session.connectUrl()).statusCode()).isEqualTo(410);
        Awaitility.await().until(() -> journey.events("connect_session.failed").size() == 1);
        journey.api()
                .post("/v1/connect-sessions/" + session.id() + "/cancel")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
    }

    @Test
    void refusesToConfirmWhatAwaitsNothing() {
        Session session = journey.session();

        journey.api()
                .body(Map.of("confirmation", "abc"))
                .post("/v1/connect-sessions/" + session.id() + "/confirm")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
    }
}
