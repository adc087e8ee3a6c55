package dev.lanyard.authorize;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hosted page and what belongs to it. */
abstract class ConnectPageCases {
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    @Test
    void namesTenantProviderEndUserAndPermissions() {
        Response page = new Browser().open(journey.session().connectUrl());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString())
                .contains("Test tenant", "Bitbucket Sandbox", "u1@app.example", "<code>u1</code>")
                .contains("Ursula &lt;b&gt;")
                .contains("Repositories", "Write")
                .doesNotContain("Ursula <b>", "<form", "<style", "style=", "onclick");
    }

    @Test
    void isNeitherCachedNorFramedNorTold() {
        Response page = new Browser().open(journey.session().connectUrl());

        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'self'; script-src 'self'")
                .endsWith("frame-ancestors 'none'");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void givesAHttpOnlyCookieAndSpendsNothing() {
        Session session = journey.session();

        String cookie = new Browser().open(session.connectUrl()).header("Set-Cookie");

        assertThat(cookie)
                .startsWith("lanyard_page_" + session.id())
                .contains("HTTPOnly", "SameSite=Lax", "Path=/")
                .doesNotContain(session.token());
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
    }

    @Test
    void keepsAtMostTwentyPageCookies() {
        Browser browser = new Browser();
        for (int i = 0; i < 22; i++) {
            browser.open(journey.session().connectUrl());
        }

        assertThat(browser.cookies()).hasSize(20);
    }

    @Test
    void saysNotFoundForAnUnknownToken() {
        String known = journey.session().connectUrl();
        String other = known.endsWith("aa") ? "bb" : "aa";

        Response page = new Browser().open(known.substring(0, known.length() - 2) + other);

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(new Browser().open(Journey.publicUrl() + "/connect/x").statusCode())
                .isEqualTo(404);
    }

    @Test
    void tellsTheStatusToPagesOfTheSessionsOriginOnly() {
        Session session = journey.session();

        given().header("Origin", "https://app.example")
                .get(session.connectUrl() + "/status")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "https://app.example")
                .header("Cache-Control", "no-store")
                .header("Vary", containsString("Origin"))
                .body("status", equalTo("pending"))
                .body("error", nullValue());
        given().header("Origin", "https://evil.example")
                .get(session.connectUrl() + "/status")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void tellsTheConnectionOnceConnected() {
        Session session = journey.session();
        String connection = Journey.outcome(journey.connect(session)).get("connection_id");

        given().get(session.connectUrl() + "/status")
                .then()
                .body("status", equalTo("connected"))
                .body("connection_id", equalTo(connection));
    }

    @Test
    void tellsWhyItFailed() {
        Session session = journey.session(Map.of());
        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        given().get(session.connectUrl() + "/status")
                .then()
                .body("status", equalTo("failed"))
                .body("error.code", equalTo("cancelled"));
    }

    @ParameterizedTest
    @CsvSource({
        "/connect/lanyard.js, text/javascript",
        "/connect/lanyard.mjs, text/javascript",
        "/connect/assets/closing.js, text/javascript",
        "/connect/assets/lanyard.css, text/css",
        "/connect/assets/lanyard.svg, image/svg+xml"
    })
    void servesItsFiles(String path, String type) {
        given().get(path)
                .then()
                .statusCode(200)
                .contentType(containsString(type))
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", containsString("max-age"));
    }
}
