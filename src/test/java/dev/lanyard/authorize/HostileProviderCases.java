package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that answers what it should not. */
abstract class HostileProviderCases {
    private final Browser browser = new Browser();
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private Map<String, String> connect(String fault, String as) {
        Session session = journey.session();
        String callback = journey.consent(browser, session, Journey.ADA);
        journey.sandbox().faults(journey.clientId(), fault(fault, "exchange").put("as", as));
        return outcome(browser.open(callback));
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "not_json", "no_access_token", "huge", "array", "empty"})
    void anAnswerThatIsNoTokenResponseConnectsNothing(String as) {
        Map<String, String> outcome = connect("malformed", as);

        assertThat(outcome)
                .containsEntry("status", "failed")
                .containsEntry("error", "malformed_response");
        assertThat(journey.presented()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "text", "zero", "negative", "absurd"})
    void anOddLifetimeDoesNotCostTheTokens(String as) {
        Map<String, String> outcome = connect("odd_expires_in", as);

        assertThat(outcome).containsEntry("status", "connected");
        String connection = "/v1/connections/" + outcome.get("connection_id");
        journey.api().get(connection + "/token").then().statusCode(200);
    }

    @Test
    void anAccountsNameIsShownAsShortPlainText() {
        String name = "Ada \u202e<b>ecalevoL</b> " + "x".repeat(100);
        String callback = journey.consent(browser, journey.session(), name);

        String connection = outcome(browser.open(callback)).get("connection_id");

        String shown =
                journey.api()
                        .get("/v1/connections/" + connection)
                        .jsonPath()
                        .getString("account.name");
        assertThat(shown).startsWith("Ada ").doesNotContain("\u202e");
    }
}
