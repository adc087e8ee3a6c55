package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may frame the pages of a session: nobody, or whom its connector profile lists. */
abstract class FrameAncestorsCases {
    private static final String ORIGIN = "https://app.example";

    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private Response patch(Object origins) {
        return journey.api()
                .body(Map.of("frame_ancestors", origins))
                .patch("/v1/connector-profiles/" + journey.profileId());
    }

    private static String ancestors(Response page) {
        String policy = page.header("Content-Security-Policy");
        return policy.substring(policy.indexOf("frame-ancestors"));
    }

    @Test
    void nobodyMayFrameAPageByDefault() {
        Session session = journey.session(Map.of());

        Response page = new Browser().open(session.connectUrl());

        assertThat(ancestors(page)).isEqualTo("frame-ancestors 'none'");
    }

    @Test
    void thePagesOfTheWholeJourneyFollowTheProfile() {
        patch(List.of(ORIGIN, "https://other.example:8443")).then().statusCode(200);
        String wanted = "frame-ancestors " + ORIGIN + " https://other.example:8443";
        Session session = journey.session(Map.of());
        Browser browser = new Browser();

        Response page = browser.open(session.connectUrl());
        String callback = journey.consent(browser, session, Journey.ADA);
        Response closing = browser.open(callback);
        Response spent = browser.open(session.connectUrl());
        Response stranger = new Browser().open(callback);

        assertThat(closing.statusCode()).isEqualTo(200);
        assertThat(spent.statusCode()).isEqualTo(410);
        assertThat(stranger.statusCode()).isEqualTo(400);
        assertThat(List.of(page, closing, spent, stranger))
                .extracting(FrameAncestorsCases::ancestors)
                .containsOnly(wanted);
    }

    @Test
    void anUnknownSessionIsFramedByNobody() {
        patch(List.of(ORIGIN)).then().statusCode(200);

        Response unknown = new Browser().open(Journey.publicUrl() + "/connect/ct_x");

        assertThat(ancestors(unknown)).isEqualTo("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/",
                "https://app.example/path",
                "http://app.example",
                "https://*.example",
                "*",
                "'self'",
                "https://a.example; script-src *",
                "https://ok@evil.example",
                "https://app.example:443",
                "HTTPS://APP.EXAMPLE",
                "data:",
                ""
            })
    void whatIsNoHttpsOriginIsRefused(String origin) {
        Response refused = patch(List.of(ORIGIN, origin));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("errors[0].field")).isEqualTo("frame_ancestors[1]");
    }

    @Test
    void isShownAndChangedWithTheProfile() {
        assertThat(patch(List.of(ORIGIN)).jsonPath().getList("frame_ancestors"))
                .containsExactly(ORIGIN);
        assertThat(patch(List.of()).jsonPath().getList("frame_ancestors")).isEmpty();
    }

    /** The hosted page in a frame must lead the whole window to the provider. */
    @Test
    void theButtonLeavesTheFrame() {
        Response page = new Browser().open(journey.session().connectUrl());

        assertThat(page.asString()).contains("target=\"_top\"");
    }
}
