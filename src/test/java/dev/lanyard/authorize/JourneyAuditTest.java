package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the audit log says of journeys: written with the steps themselves. */
@QuarkusTest
class JourneyAuditTest {

    /** {@code actor:id action outcome detail} of what was done to these objects, oldest first. */
    private static List<String> log(Journey journey, String... objects) {
        List<Map<String, Object>> items =
                journey.api().get("/v1/audit-log?limit=200").jsonPath().getList("items");
        java.util.Collections.reverse(items);
        return items.stream()
                .filter(item -> List.of(objects).contains(part(item, "object", "id")))
                .map(JourneyAuditTest::line)
                .toList();
    }

    private static String line(Map<String, Object> item) {
        String type = part(item, "actor", "type");
        String who = type.equals("browser") ? type + ":" + part(item, "actor", "id") : type;
        String from = item.get("address") == null ? "nowhere" : "somewhere";
        String detail = item.get("detail") == null ? "" : " " + item.get("detail");
        return who + " " + from + " " + item.get("action") + " " + item.get("outcome") + detail;
    }

    @SuppressWarnings("unchecked")
    private static String part(Map<String, Object> item, String object, String field) {
        return String.valueOf(((Map<String, Object>) item.get(object)).get(field));
    }

    @Test
    void tellsHowAnAccountWasConnected() {
        Journey journey = Journey.begin();
        Journey.Session session = journey.session();

        Response callback = journey.connect(session);

        String connection = Journey.outcome(callback).get("connection_id");
        assertThat(log(journey, session.id(), connection))
                .containsExactly(
                        "api_key somewhere connect_session.created succeeded",
                        "browser:u1 somewhere connect_session.begun succeeded",
                        "browser:u1 somewhere connect_session.connected succeeded",
                        "browser:u1 somewhere connection.created succeeded");
    }

    @Test
    void tellsThatItWasReconnected() {
        Journey journey = Journey.begin();
        String connection =
                Journey.outcome(journey.connect(journey.session())).get("connection_id");
        Journey.Session again =
                journey.session(
                        Map.of("connection_id", connection, "return_url", Journey.RETURN_URL));

        journey.connect(again);

        assertThat(log(journey, connection))
                .containsExactly(
                        "browser:u1 somewhere connection.created succeeded",
                        "browser:u1 somewhere connection.reconnected succeeded");
    }

    @Test
    void tellsThatTheUserRefusedAndThatTheTenantWithdrew() {
        Journey journey = Journey.begin();
        Journey.Session session = journey.session();
        Browser browser = new Browser();
        String back = journey.consent(browser, session, Journey.ADA);
        browser.open(back.replaceFirst("code=[^&]*", "error=access_denied"));

        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        assertThat(log(journey, session.id()))
                .containsExactly(
                        "api_key somewhere connect_session.created succeeded",
                        "browser:u1 somewhere connect_session.begun succeeded",
                        "browser:u1 somewhere connect_session.failed failed access_denied",
                        "api_key somewhere connect_session.cancelled succeeded");
    }

    @Test
    void tellsThatTheTenantConfirmed() {
        Journey journey = Journey.begin();
        Journey.Session session =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "require_confirmation", true));
        Map<String, String> outcome = Journey.outcome(journey.connect(session));
        String connection = journey.read(session).getString("connection_id");

        journey.api()
                .body(Map.of("confirmation", outcome.get("confirmation")))
                .post("/v1/connect-sessions/" + session.id() + "/confirm")
                .then()
                .statusCode(200);

        assertThat(log(journey, session.id(), connection))
                .containsExactly(
                        "api_key somewhere connect_session.created succeeded",
                        "browser:u1 somewhere connect_session.begun succeeded",
                        "browser:u1 somewhere connect_session.awaiting_confirmation succeeded",
                        "browser:u1 somewhere connection.created succeeded",
                        "browser:u1 somewhere connect_session.connected succeeded",
                        "api_key somewhere connect_session.confirmed succeeded");
    }

    @Test
    void tellsThatASecretWasChangedAndNotWhatItIs() {
        Journey journey = Journey.begin();
        String secret = journey.consumer().clientSecret();

        journey.api()
                .body(Map.of("client_secret", secret))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);

        assertThat(log(journey, journey.profileId()))
                .containsExactly(
                        "api_key somewhere connector_profile.created succeeded",
                        "api_key somewhere connector_profile.secret_changed succeeded");
        assertThat(journey.api().get("/v1/audit-log").asString()).doesNotContain(secret);
    }
}
