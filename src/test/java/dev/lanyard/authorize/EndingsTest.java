package dev.lanyard.authorize;

import static dev.lanyard.authorize.Journey.ADA;
import static dev.lanyard.authorize.Journey.GRACE;
import static dev.lanyard.authorize.Journey.outcome;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey.Session;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every end of a journey: the same each time one looks, with names and a way on. */
@QuarkusTest
class EndingsTest {
    private static final Pattern QUIET = Pattern.compile("class=\"quiet\" href=\"([^\"]+)\"");
    private static final Map<String, String> SAME_ORIGIN = Map.of("Sec-Fetch-Site", "same-origin");

    private final Browser browser = new Browser();
    private Journey journey;

    @BeforeEach
    void begin() {
        journey = Journey.begin();
    }

    private static String callback(String state) {
        return Journey.callbackUrl() + "?state=" + state;
    }

    private static String state(String callback) {
        return Journey.query(callback).get("state");
    }

    private static String quiet(Response page) {
        Matcher link = QUIET.matcher(page.asString());
        assertThat(link.find()).as(page.asString()).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    private String denied(Session session) {
        return journey.sandbox().deny(journey.depart(browser, session)).toString();
    }

    @Test
    void theClosingPageIsTheSameWhenItIsOpenedAgainWithoutItsCode() {
        String callback = journey.consent(browser, journey.session(Map.of()), ADA);
        Response first = browser.open(callback);

        Response again = browser.open(callback(state(callback)));

        assertThat(first.asString()).contains("Your account is connected", "Test tenant", ADA);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.asString()).contains("Your account is connected", "Test tenant", ADA);
        assertThat(first.header("Set-Cookie")).contains("Max-Age=604800");
    }

    @Test
    void aDenialIsTheSameWhenItIsOpenedAgainAndCanBeTriedAgain() {
        Session session = journey.session(Map.of());
        String callback = denied(session);
        browser.open(callback);

        Response again = browser.open(callback(state(callback)));
        Response retry = browser.open(Journey.button(again), SAME_ORIGIN);
        String back =
                journey.sandbox()
                        .consent(java.net.URI.create(retry.header("Location")), ADA)
                        .toString();

        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(again.asString()).contains("Access was not given");
        assertThat(browser.open(back).asString()).contains("Your account is connected");
        assertThat(journey.read(session).getString("status")).isEqualTo("connected");
    }

    @Test
    void nobodyElseTriesAgain() {
        String callback = denied(journey.session(Map.of()));
        String button = Journey.button(browser.open(callback));

        assertThat(new Browser().open(button).statusCode()).isEqualTo(400);
        assertThat(browser.open(button, Map.of("Sec-Fetch-Site", "cross-site")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void tryingAgainWhatIsSpentShowsItsEnd() {
        Session session = journey.session(Map.of());
        String callback = denied(session);
        String button = Journey.button(browser.open(callback));
        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        Response retry = browser.open(button);

        assertThat(retry.statusCode()).isEqualTo(303);
        assertThat(retry.header("Location")).isEqualTo(callback(state(callback)));
        assertThat(browser.open(retry.header("Location")).statusCode()).isEqualTo(403);
    }

    @Test
    void aSpentInvitationLeadsBackToTheTenant() {
        Session session = journey.session();
        String connection = outcome(journey.connect(browser, session, ADA)).get("connection_id");

        Response page = browser.open(session.connectUrl());

        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(page.asString()).contains("Your account is connected", ADA, "Back to");
        assertThat(Journey.button(page))
                .startsWith(Journey.RETURN_URL)
                .contains("status=connected", connection);
        assertThat(new Browser().open(session.connectUrl()).asString())
                .contains("Your account is connected")
                .doesNotContain(ADA);
    }

    @Test
    void theConfirmationIsThereAgainForTheBrowserThatMadeTheCallbackAlone() {
        Session session =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "require_confirmation", true));
        String confirmation = outcome(journey.connect(browser, session, ADA)).get("confirmation");

        assertThat(Journey.button(browser.open(session.connectUrl()))).contains(confirmation);
        assertThat(new Browser().open(session.connectUrl()).asString())
                .doesNotContain(confirmation);
    }

    @Test
    void theUsersNoOnTheHostedPageIsToldLikeOneAtTheProvider() {
        Session session = journey.session();
        String cancel = quiet(browser.open(session.connectUrl()));

        Map<String, String> outcome = outcome(browser.open(cancel, SAME_ORIGIN));

        assertThat(outcome)
                .containsEntry("status", "failed")
                .containsEntry("error", "access_denied");
        assertThat(journey.read(session).getString("error.code")).isEqualTo("access_denied");
        assertThat(journey.events("connect_session.failed")).hasSize(1);
        assertThat(outcome(journey.connect(browser, session, ADA)))
                .containsEntry("status", "connected");
    }

    @Test
    void cancellingIsForTheBrowserThatWasShownThePage() {
        Session session = journey.session(Map.of());
        String cancel = quiet(browser.open(session.connectUrl()));

        Response stranger = new Browser().open(cancel);
        browser.head(cancel);
        browser.open(cancel, Map.of("Sec-Purpose", "prefetch"));

        assertThat(stranger.header("Location")).isEqualTo(session.connectUrl());
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
        assertThat(Journey.button(browser.open(cancel))).isEqualTo(session.connectUrl());
    }

    @Test
    void anotherAccountIsNamedWithTheOneExpected() {
        String connection = outcome(journey.connect(journey.session())).get("connection_id");
        Session again = journey.session(Map.of("connection_id", connection));
        Response invitation = browser.open(again.connectUrl());

        Response page = journey.connect(browser, again, GRACE);

        assertThat(invitation.asString()).contains("again", ADA);
        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.asString())
                .containsSubsequence("Expected account", ADA, "You signed in with", GRACE);
        assertThat(journey.read(again).getString("error.description")).contains(ADA, GRACE);
    }

    @Test
    void rejectedCredentialsAreSaidBeforeAnybodyConsents() {
        Session session = journey.session();
        String button = Journey.button(browser.open(session.connectUrl()));
        journey.sandbox().faults(journey.clientId(), fault("wrong_secret", "exchange"));
        journey.api().post("/v1/connector-profiles/" + journey.profileId() + "/check");

        Response page = browser.open(session.connectUrl());

        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.asString()).contains("cannot connect", "nothing for you to do", "Back to");
        assertThat(browser.open(button).header("Location")).isEqualTo(session.connectUrl());
        assertThat(
                        journey.api()
                                .get("/v1/connect-sessions/" + session.id() + "/timeline")
                                .asString())
                .contains("credentials_rejected");
    }

    @Test
    void aDisabledProfileIsSaidWithAWayBack() {
        Session session = journey.session();
        journey.api()
                .body(Map.of("status", "disabled"))
                .patch("/v1/connector-profiles/" + journey.profileId());

        Response page = browser.open(session.connectUrl());

        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.asString()).contains("switched off");
        assertThat(Journey.button(page)).startsWith(Journey.RETURN_URL);
    }

    @Test
    void aBrowserThatKeepsNoCookiesIsToldSo() {
        Session session = journey.session();
        String button = Journey.button(browser.open(session.connectUrl()));
        browser.forgetCookies();

        Response back = browser.open(button, SAME_ORIGIN);
        Response page = new Browser().open(back.header("Location"));

        assertThat(page.asString()).contains("cookies are blocked");
        browser.open(session.connectUrl());
        assertThat(browser.open(back.header("Location")).asString())
                .doesNotContain("cookies are blocked");
    }

    @Test
    void aBrowserThatKeepsNoCookiesIsToldSoWhenItCancelsToo() {
        Session session = journey.session();
        String cancel = quiet(browser.open(session.connectUrl()));
        browser.forgetCookies();

        Response back = browser.open(cancel, SAME_ORIGIN);

        assertThat(new Browser().open(back.header("Location")).asString())
                .contains("cookies are blocked");
        assertThat(journey.read(session).getString("status")).isEqualTo("pending");
    }

    @Test
    void whoOpensTheLinkAgainWhileAwayIsToldWhyTheProviderMayNotHaveComeBack() {
        Session session = journey.session();
        journey.depart(browser, session);

        Response page = browser.open(session.connectUrl());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString().replace("<wbr>", ""))
                .contains("have not come back", Journey.callbackUrl());
    }

    @Test
    void aCutLinkIsExplainedToPeople() {
        String known = journey.session().connectUrl();

        Response page = browser.open(known.substring(0, known.length() - 4));
        Response start =
                browser.open(Journey.publicUrl() + "/connect/oauth2/bitbucket-sandbox/authorize");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.asString()).contains("This link does not work").doesNotContain("not_found");
        assertThat(start.asString()).contains("This link does not work");
    }

    @Test
    void aCutLinkIsAProblemToPrograms() {
        for (String path :
                List.of(
                        "/connect/ct_cut",
                        "/connect/ct_cut/cancel",
                        "/connect/oauth2/bitbucket-sandbox/authorize?session=ct_cut")) {
            Response problem =
                    browser.open(Journey.publicUrl() + path, Map.of("Accept", "application/json"));

            assertThat(problem.statusCode()).as(path).isEqualTo(404);
            assertThat(problem.contentType()).as(path).startsWith("application/problem+json");
            assertThat(problem.jsonPath().getString("code")).isEqualTo("not_found");
        }
    }

    @Test
    void aPopupClosesInsteadOfGoingOn() {
        Session session = journey.session();
        Response page = browser.open(session.connectUrl() + "?display=popup");
        Response redirect = browser.open(Journey.button(page));
        String callback =
                journey.sandbox()
                        .consent(java.net.URI.create(redirect.header("Location")), ADA)
                        .toString();

        Response end = browser.open(callback);

        assertThat(end.statusCode()).isEqualTo(200);
        assertThat(end.asString())
                .contains("data-popup=\"true\"", "data-origin=\"https://app.example\"");
    }

    @Test
    void aPopupThatHasToBringAConfirmationGoesOn() {
        Session session =
                journey.session(
                        Map.of("return_url", Journey.RETURN_URL, "require_confirmation", true));
        Response page = browser.open(session.connectUrl() + "?display=popup");
        Response redirect = browser.open(Journey.button(page));
        String callback =
                journey.sandbox()
                        .consent(java.net.URI.create(redirect.header("Location")), ADA)
                        .toString();

        assertThat(outcome(browser.open(callback))).containsKey("confirmation");
    }

    @Test
    void aNameThatTurnsTheTextAroundOrIsBlankIsRefused() {
        for (String name : new String[] {"Ada\u202Eevil", " ", "\u3164"}) {
            journey.create(Map.of("end_user", Map.of("id", "u1", "name", name)))
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", org.hamcrest.Matchers.equalTo("end_user.name"));
        }
    }
}
