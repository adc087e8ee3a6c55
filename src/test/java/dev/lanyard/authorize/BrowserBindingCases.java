package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which browser may go on with a journey, and how many it may have. */
abstract class BrowserBindingCases {
    private Journey journey;
    private final Browser browser = new Browser();

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private int presented() {
        return journey.presented();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void beginsNothingFromAnotherSite(String site) {
        Session session = journey.session();
        String button = Journey.button(browser.open(session.connectUrl()));

        Response answer = browser.open(button, Map.of("Sec-Fetch-Site", site));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo(session.connectUrl());
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
    }

    @Test
    void beginsNothingInABrowserThatHasNotSeenTheHostedPage() {
        Session session = journey.session();
        String button = Journey.button(new Browser().open(session.connectUrl()));

        Response answer = browser.open(button);

        assertThat(answer.header("Location")).isEqualTo(session.connectUrl());
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
        assertThat(browser.open(button, Map.of("Sec-Fetch-Site", "same-origin")).header("Location"))
                .isEqualTo(session.connectUrl() + "?cookies=missing");
    }

    /** Safari before 16.4 sends no Sec-Fetch-Site. */
    @Test
    void tellsAnOldBrowserWithoutCookiesSoByItsReferrer() {
        Session session = journey.session();
        String button = Journey.button(new Browser().open(session.connectUrl()));

        assertThat(location(button, Map.of("Referer", session.connectUrl())))
                .isEqualTo(session.connectUrl() + "?cookies=missing");
        assertThat(location(button, Map.of("Referer", "https://app.example/")))
                .isEqualTo(session.connectUrl());
        assertThat(
                        location(
                                button,
                                Map.of(
                                        "Referer",
                                        session.connectUrl(),
                                        "Sec-Fetch-Site",
                                        "cross-site")))
                .isEqualTo(session.connectUrl());
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
    }

    private String location(String button, Map<String, String> headers) {
        return browser.open(button, headers).header("Location");
    }

    @Test
    void letsTwoTabsOfOneSessionFinishInAnyOrder() {
        Session session = journey.session();
        String one = journey.consent(browser, session, ADA);
        String two = journey.consent(browser, session, ADA);

        Map<String, String> first = outcome(browser.open(one));
        Map<String, String> second = outcome(browser.open(two));

        assertThat(first).containsEntry("status", "connected");
        assertThat(second).isEqualTo(first);
        assertThat(presented()).isEqualTo(1);
    }

    @Test
    void letsTwoSessionsOfOneBrowserFinish() {
        Session one = journey.session();
        Session two =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "end_user", Map.of("id", "u2")));
        String callbackOne = journey.consent(browser, one, ADA);
        String callbackTwo = journey.consent(browser, two, ADA);

        Map<String, String> second = outcome(browser.open(callbackTwo));
        Map<String, String> first = outcome(browser.open(callbackOne));

        assertThat(first)
                .containsEntry("session_id", one.id())
                .containsEntry("status", "connected");
        assertThat(second)
                .containsEntry("session_id", two.id())
                .containsEntry("status", "connected");
        assertThat(first.get("connection_id")).isNotEqualTo(second.get("connection_id"));
    }

    @Test
    void keepsAtMostTwentyRequestCookies() {
        Session session = journey.session();
        String first = journey.depart(browser, session).toString();
        for (int i = 0; i < 20; i++) {
            journey.depart(browser, session);
        }

        assertThat(browser.cookies().keySet().stream().filter(n -> n.contains("request")))
                .hasSize(20);
        assertThat(first).contains("state=");
    }

    /** What was planted to overflow the jar goes first; the newcomer always has a place. */
    @Test
    void plantedCookiesAreTheFirstToGo() {
        for (int i = 0; i < 19; i++) {
            browser.cookies().put("lanyard_page_cs_" + i, "1700000000.secret");
        }
        browser.cookies().put("lanyard_page_planted", "99999999999999999999999.x");
        Session session = journey.session();

        browser.open(session.connectUrl());

        assertThat(browser.cookies().keySet())
                .hasSize(20)
                .doesNotContain("lanyard_page_planted")
                .contains("lanyard_page_" + session.id());
    }
}
