package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.authorize.session.SessionErrorCode;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a session ends by what the provider answers. */
abstract class CallbackOutcomeCases {
    private Journey journey;
    private final Browser browser = new Browser();

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private int presented() {
        return journey.presented();
    }

    @Test
    void failsAsDeniedWhenTheUserDenies() {
        Session session = journey.session();
        String callback = journey.sandbox().deny(journey.depart(browser, session)).toString();

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome)
                .containsEntry("status", "failed")
                .containsEntry("error", "access_denied");
        assertThat(journey.read(session).getString("error.code")).isEqualTo("access_denied");
        assertThat(journey.events("connect_session.failed")).hasSize(1);
        assertThat(presented()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "server_error, provider_unavailable",
        "temporarily_unavailable, provider_unavailable",
        "unauthorized_client, credentials_rejected",
        "invalid_scope, scope_refused",
        "user_cancelled_login, access_denied",
        "<script>, malformed_response"
    })
    void tellsWhatTheProvidersErrorMeans(String error, String code) {
        Session session = journey.session(Map.of());
        String state = Journey.query(journey.depart(browser, session).toString()).get("state");

        Response page =
                browser.open(
                        Journey.callbackUrl()
                                + "?state="
                                + state
                                + "&error="
                                + error.replace("<", "%3C").replace(">", "%3E")
                                + "&error_description=%3Cb%3Ebold%3C%2Fb%3E");

        assertThat(page.statusCode()).isEqualTo(SessionErrorCode.of(code).status());
        assertThat(page.asString()).contains("&lt;b&gt;bold").doesNotContain("<b>bold", "<script>");
        assertThat(journey.read(session).getString("error.code")).isEqualTo(code);
    }

    @Test
    void failsOnACallbackWithNeitherCodeNorError() {
        Session session = journey.session();
        String state = Journey.query(journey.depart(browser, session).toString()).get("state");

        Response answer = browser.open(Journey.callbackUrl() + "?state=" + state);

        assertThat(outcome(answer)).containsEntry("error", "malformed_response");
    }

    @ParameterizedTest
    @CsvSource({
        "wrong_secret, credentials_rejected",
        "used_code, code_rejected",
        "error_5xx, provider_unavailable",
        "rate_limited, provider_unavailable",
        "dropped_answer, provider_unavailable",
        "reset_before, provider_unavailable",
        "malformed, malformed_response",
        "error_in_200, code_rejected"
    })
    void endsWithTheContractsCodeWhenTheExchangeFails(String fault, String code) {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), fault(fault, "exchange"));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("status", "failed").containsEntry("error", code);
        assertThat(journey.read(session).getString("error.code")).isEqualTo(code);
        assertThat(presented()).isLessThanOrEqualTo(1);
        assertThat(outcome(browser.open(callback))).isEqualTo(outcome);
        assertThat(presented()).isLessThanOrEqualTo(1);
        assertThat(journey.events("connect_session.failed")).hasSize(1);
    }

    @Test
    void failsAsPermissionMissingWithoutARequiredOne() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(
                        journey.clientId(),
                        fault("missing_permission", "exchange").put("scopes", List.of("account")));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("error", "permission_missing");
        assertThat(journey.read(session).getString("error.description")).contains("account");
    }

    @Test
    void failsAsPermissionMissingWhenTheApiSaysSo() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(
                        journey.clientId(),
                        fault("scope_style", "exchange").put("as", "missing"),
                        fault("missing_permission", "user").put("scopes", List.of("account")));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("error", "permission_missing");
    }

    @Test
    void failsAsMalformedWhenNobodySaysWhoseAccountItIs() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox().faults(journey.clientId(), fault("malformed", "user").put("as", "array"));

        assertThat(outcome(browser.open(callback))).containsEntry("error", "malformed_response");
    }

    @Test
    void connectsWithAMissingPermissionThatIsNotRequired() {
        Session session = journey.session();
        String callback = journey.consent(browser, session, ADA);
        journey.sandbox()
                .faults(
                        journey.clientId(),
                        fault("missing_permission", "exchange")
                                .put("scopes", List.of("repository:write")));

        Map<String, String> outcome = outcome(browser.open(callback));

        assertThat(outcome).containsEntry("status", "connected");
        assertThat(
                        journey.api()
                                .get("/v1/connections/" + outcome.get("connection_id"))
                                .jsonPath()
                                .getList("permissions.missing"))
                .contains("repository:write");
    }
}
