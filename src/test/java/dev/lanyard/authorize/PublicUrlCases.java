package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses are made from {@code LANYARD_PUBLIC_URL}, whatever a request says of its host. */
abstract class PublicUrlCases {
    private final Browser browser = new Browser();
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    @ParameterizedTest
    @CsvSource({
        "Host, evil.example",
        "X-Forwarded-Host, evil.example",
        "X-Forwarded-Proto, https",
        "X-Forwarded-Prefix, /evil",
        "Forwarded, host=evil.example;proto=https",
        "X-Original-URL, /evil"
    })
    void noHeaderMovesAnAddress(String header, String value) {
        Map<String, String> spoofed = Map.of(header, value);
        String created =
                journey.api()
                        .headers(spoofed)
                        .body(journey.body(Map.of("return_url", Journey.RETURN_URL)))
                        .post("/v1/connect-sessions")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("connect_url");

        Response page = browser.open(created, spoofed);
        Response redirect = browser.open(Journey.button(page), spoofed);

        assertThat(created).startsWith(Journey.publicUrl() + "/connect/");
        assertThat(page.asString()).doesNotContain("evil");
        assertThat(Journey.query(redirect.header("Location")))
                .containsEntry("redirect_uri", Journey.callbackUrl());
    }

    @Test
    void theOutcomeGoesToTheReturnUrlOfTheSessionOnly() {
        String callback = journey.consent(browser, journey.session(), ADA);

        Response answer =
                browser.open(
                        callback + "&return_url=https%3A%2F%2Fevil.example",
                        Map.of("Referer", "https://evil.example/"));

        URI target = URI.create(answer.header("Location"));
        assertThat(target.getHost()).isEqualTo("app.example");
        assertThat(target.getRawQuery()).doesNotContain("evil", "code=", "state=");
    }
}
