package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.support.Owner;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that the tenant confirms. */
abstract class ConfirmationCases {
    private final Browser browser = new Browser();
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private Session session() {
        return journey.session(
                Map.of("return_url", Journey.RETURN_URL, "require_confirmation", true));
    }

    private Response confirm(Session session, String confirmation) {
        return journey.api()
                .body(Map.of("confirmation", confirmation))
                .post("/v1/connect-sessions/" + session.id() + "/confirm");
    }

    private String status(String connectionId) {
        return journey.api().get("/v1/connections/" + connectionId).jsonPath().getString("status");
    }

    private String token(String connectionId) {
        return journey.api()
                .get("/v1/connections/" + connectionId + "/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    private void runOut(Session session) {
        Owner.execute("UPDATE connect_session SET expires_at = now() WHERE id = ?", session.id());
    }

    @Test
    void opensTheConnectionOnlyWhenConfirmed() {
        Session session = session();

        Map<String, String> outcome = outcome(journey.connect(browser, session, ADA));

        String connection = journey.read(session).getString("connection_id");
        assertThat(outcome)
                .containsEntry("status", "awaiting_confirmation")
                .doesNotContainKey("connection_id");
        assertThat(status(connection)).isEqualTo("awaiting_confirmation");
        assertThat(journey.events("connection.created")).isEmpty();
        journey.api()
                .get("/v1/connections/" + connection + "/token")
                .then()
                .statusCode(409)
                .body("code", equalTo("awaiting_confirmation"));

        Response confirmed = confirm(session, outcome.get("confirmation"));

        assertThat(confirmed.statusCode()).isEqualTo(200);
        assertThat(confirmed.jsonPath().getString("status")).isEqualTo("connected");
        assertThat(status(connection)).isEqualTo("active");
        assertThat(journey.events("connection.created")).hasSize(1);
        assertThat(confirm(session, outcome.get("confirmation")).asString())
                .isEqualTo(confirmed.asString());
        assertThat(journey.events("connection.created")).hasSize(1);
    }

    @Test
    void givesTheSameConfirmationWhenTheCallbackIsRepeated() {
        Session session = session();
        String callback = journey.consent(browser, session, ADA);
        String first = outcome(browser.open(callback)).get("confirmation");

        String again = outcome(browser.open(callback)).get("confirmation");

        assertThat(first).hasSizeGreaterThanOrEqualTo(22).isEqualTo(again);
    }

    @Test
    void refusesAnotherConfirmation() {
        Session session = session();
        Map<String, String> outcome = outcome(journey.connect(browser, session, ADA));

        Response refused = confirm(session, outcome.get("confirmation") + "x");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("errors[0].field")).isEqualTo("confirmation");
        assertThat(journey.read(session).getString("status")).isEqualTo("awaiting_confirmation");
    }

    @Test
    void leavesTheTenantTenMinutes() {
        Session session =
                journey.session(
                        Map.of(
                                "return_url",
                                Journey.RETURN_URL,
                                "require_confirmation",
                                true,
                                "expires_in",
                                60));

        journey.connect(browser, session, ADA);

        OffsetDateTime expires =
                OffsetDateTime.parse(journey.read(session).getString("expires_at"));
        assertThat(expires).isAfter(OffsetDateTime.now().plusMinutes(9));
    }

    @Test
    void erasesTheConnectionWhenNobodyConfirmsInTime() {
        Session session = session();
        String confirmation = outcome(journey.connect(browser, session, ADA)).get("confirmation");
        String connection = journey.read(session).getString("connection_id");

        runOut(session);

        assertThat(journey.read(session).getString("status")).isEqualTo("expired");
        assertThat(confirm(session, confirmation).statusCode()).isEqualTo(409);
        Awaitility.await()
                .until(
                        () ->
                                journey.api().get("/v1/connections/" + connection).statusCode()
                                        == 404);
        assertThat(journey.events("connection.created")).isEmpty();
        assertThat(journey.events("connect_session.failed")).hasSize(1);
    }

    @Test
    void erasesTheConnectionWhenCancelled() {
        Session session = session();
        String confirmation = outcome(journey.connect(browser, session, ADA)).get("confirmation");
        String connection = journey.read(session).getString("connection_id");

        journey.api()
                .post("/v1/connect-sessions/" + session.id() + "/cancel")
                .then()
                .statusCode(200)
                .body("status", equalTo("failed"))
                .body("error.code", equalTo("cancelled"));

        journey.api().get("/v1/connections/" + connection).then().statusCode(404);
        assertThat(confirm(session, confirmation).statusCode()).isEqualTo(409);
    }

    @Test
    void replacesTheTokensOfAConnectionThatExistsOnlyWhenConfirmed() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        String old = token(connection);
        Session session = session();

        Map<String, String> outcome = outcome(journey.connect(browser, session, ADA));

        assertThat(outcome).containsEntry("status", "awaiting_confirmation");
        assertThat(status(connection)).isEqualTo("active");
        assertThat(token(connection)).isEqualTo(old);

        confirm(session, outcome.get("confirmation"))
                .then()
                .statusCode(200)
                .body("connection_id", equalTo(connection));

        assertThat(token(connection)).isNotEqualTo(old);
        assertThat(journey.events("connection.reconnected")).hasSize(1);
    }

    @Test
    void keepsTheOldTokensWhenCancelled() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        String old = token(connection);
        Session session = session();
        journey.connect(browser, session, ADA);

        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        assertThat(status(connection)).isEqualTo("active");
        assertThat(token(connection)).isEqualTo(old);
    }

    @Test
    void asksWhoseAnUnknownAccountIsOnlyOnceConfirmed() {
        String elder = outcome(journey.connect(journey.session())).get("connection_id");
        String old = token(elder);
        Session session = session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), once("error_5xx", "user"));

        String confirmation = outcome(browser.open(callback)).get("confirmation");

        String younger = journey.read(session).getString("connection_id");
        assertThat(status(younger)).isEqualTo("awaiting_confirmation");
        assertThat(token(elder)).isEqualTo(old);

        confirm(session, confirmation).then().statusCode(200);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !token(elder).equals(old));
        assertThat(journey.api().get("/v1/connections/" + younger).jsonPath().getString("id"))
                .isEqualTo(elder);
    }
}
