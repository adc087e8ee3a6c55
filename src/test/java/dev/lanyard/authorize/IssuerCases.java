package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mix-up (RFC 9207, RFC 9700 §4.4): whose answer an authorization response is. */
abstract class IssuerCases {
    private static final String RIGHT = "&iss=https%3A%2F%2Fissuer.example";

    private final Browser browser = new Browser();
    private Journey journey;
    private String callback;

    @BeforeEach
    void consent() {
        journey = Journey.begin("issuing-sandbox", new JsonObject());
        callback = journey.consent(browser, journey.session(), ADA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&iss=",
                "&iss=https%3A%2F%2Fevil.example",
                "&iss=https%3A%2F%2Fissuer.example%2F",
                "&iss=https%3A%2F%2Fissuer.example.evil.example",
                "&iss=HTTPS%3A%2F%2FISSUER.EXAMPLE",
                RIGHT + RIGHT
            })
    void refusesAnAnswerOfAnotherIssuerLikeABadStateAndSpendsNothing(String issuer) {
        String stranger = new Browser().open(callback + RIGHT).asString();

        Response answer = browser.open(callback + issuer);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).isEqualTo(stranger);
        assertThat(journey.presented()).isZero();
        assertThat(outcome(browser.open(callback + RIGHT))).containsEntry("status", "connected");
    }

    @Test
    void refusesAnAnswerAtAnotherProvidersAddress() {
        String elsewhere = (callback + RIGHT).replace("issuing-sandbox", "bitbucket-sandbox");

        Response answer = browser.open(elsewhere);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(journey.presented()).isZero();
    }

    @Test
    void refusesADenialOfAnotherIssuer() {
        String denial = callback.replaceFirst("code=[^&]+", "error=access_denied");

        assertThat(browser.open(denial).statusCode()).isEqualTo(400);
        assertThat(outcome(browser.open(denial + RIGHT))).containsEntry("error", "access_denied");
    }
}
