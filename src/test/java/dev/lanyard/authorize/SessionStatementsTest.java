package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request about connect sessions asks of the database. */
@QuarkusTest
class SessionStatementsTest {
    private static final String SESSIONS = "/v1/connect-sessions";

    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    /** Callers and data keys are remembered for some seconds; whether they are is not told here. */
    private static List<String> withoutCallers(List<String> sent) {
        return sent.stream()
                .filter(sql -> !sql.contains("api_key") && !sql.contains("data_key"))
                .toList();
    }

    /** What it is checked against, and the session with its entry in the audit log. */
    @Test
    void aNewSessionIsTwo() {
        Map<String, Object> body =
                Map.of("connector_profile_id", journey.profileId(), "end_user", Map.of("id", "u1"));

        List<String> sent =
                StatementCount.of(journey.api().body(body), request -> request.post(SESSIONS));

        assertThat(withoutCallers(sent)).hasSize(2).last().asString().contains("audit_log");
    }

    @Test
    void aNewSessionThatBringsAConnectionBackIsTwo() {
        Map<String, Object> body =
                Map.of(
                        "connector_profile_id",
                        journey.profileId(),
                        "end_user",
                        Map.of("id", "u1"),
                        "connection_id",
                        Journey.outcome(journey.connect(journey.session())).get("connection_id"));

        List<String> sent =
                StatementCount.of(journey.api().body(body), request -> request.post(SESSIONS));

        assertThat(withoutCallers(sent)).hasSize(2);
    }

    /**
     * In order: what came back and its session, the profile's secret, the claim under the session's
     * lock, what the exchange proves and its step, the settlement under the lock, the grant and the
     * session's end, the outcome, that it is told. Its transactions are two.
     */
    private static final List<String> OF_A_CALLBACK =
            List.of(
                    "state_hash",
                    "connector_profile",
                    "FOR UPDATE",
                    "redeemed",
                    "proved",
                    "connect_session_step",
                    "FOR UPDATE",
                    "FOR NO KEY UPDATE",
                    "INSERT INTO token_set",
                    "'connected'",
                    "authorization_request",
                    "connect_session_step");

    private static List<String> sentBy(Browser browser, String url) {
        return withoutCallers(
                StatementCount.of(
                        given().redirects()
                                .follow(false)
                                .urlEncodingEnabled(false)
                                .cookies(browser.cookies()),
                        request -> request.get(url)));
    }

    private static void assertIn(List<String> sent, List<String> parts) {
        assertThat(sent).hasSameSizeAs(parts);
        for (int nth = 0; nth < parts.size(); nth++) {
            assertThat(sent.get(nth)).contains(parts.get(nth));
        }
    }

    @Test
    void aCallbackIsTwelve() {
        Browser browser = new Browser();
        String callback = journey.consent(browser, journey.session(), ADA);

        List<String> sent = sentBy(browser, callback);

        assertIn(sent, OF_A_CALLBACK);
        assertThat(sent).hasSize(12);
    }

    /** Its names are read by the statement that notes that it is shown. */
    @Test
    void aCallbackThatEndsOnAPageIsTwelve() {
        Browser browser = new Browser();
        String callback = journey.consent(browser, journey.session(Map.of()), ADA);

        List<String> sent = sentBy(browser, callback);

        assertIn(sent, OF_A_CALLBACK);
        assertThat(sent.get(11)).contains("brand_logo");
    }

    @Test
    void aSecondConsentIsTwelveAsWell() {
        String first = Journey.outcome(journey.connect(journey.session())).get("connection_id");
        Browser browser = new Browser();
        String callback = journey.consent(browser, journey.session(), ADA);

        List<String> sent = sentBy(browser, callback);

        assertIn(sent, OF_A_CALLBACK);
        assertThat(journey.events("connection.reconnected"))
                .singleElement()
                .extracting("data.connection_id")
                .isEqualTo(first);
    }

    @Test
    void aSessionIsOne() {
        String session = SESSIONS + "/" + journey.create(Map.of()).then().extract().path("id");

        List<String> sent = StatementCount.of(journey.api(), request -> request.get(session));

        assertThat(withoutCallers(sent)).hasSize(1);
    }
}
