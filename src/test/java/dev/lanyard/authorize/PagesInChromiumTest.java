package dev.lanyard.authorize;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.rig.Chromium;
import dev.lanyard.sandbox.SandboxClient;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The journey's pages in a real browser: what is seen, at every width, and what a reload shows. */
@QuarkusTest
class PagesInChromiumTest {
    private static final String LONG =
            "Northwind Traders International Holding Company for Documentation and Archives";
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() {
        chromium = new Chromium();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** A tenant that asks for everything, with a name that needs room. */
    private static Journey greedy() {
        Journey journey = Journey.begin("bitbucket-sandbox", new JsonObject());
        dev.lanyard.support.Fixtures.operator()
                .body(Map.of("name", LONG))
                .patch("/admin/v1/tenants/" + journey.tenant().id())
                .then()
                .statusCode(200);
        journey.api()
                .body(
                        Map.of(
                                "permissions",
                                List.of(
                                        "account",
                                        "project:admin",
                                        "pullrequest:write",
                                        "repository:admin",
                                        "repository:delete",
                                        "issue:write",
                                        "pipeline:variable",
                                        "webhook",
                                        "snippet")))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);
        return journey;
    }

    private Page page(BrowserContext visitor) {
        Page page = visitor.newPage();
        page.onConsoleMessage(
                message -> {
                    boolean status = message.text().contains("the server responded with a status");
                    if (message.type().equals("error") && !status) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
        page.onRequest(
                request -> {
                    if (!request.url().startsWith(Journey.publicUrl())
                            && !request.url().startsWith("https://app.example")) {
                        complaints.add("asks for " + request.url());
                    }
                });
        return page;
    }

    private void isWhole(Page page) {
        assertThat(
                        page.evaluate(
                                "document.documentElement.scrollWidth"
                                        + " - document.documentElement.clientWidth"))
                .as("overflow of %s", page.url())
                .isEqualTo(0);
        assertThat(complaints).isEmpty();
    }

    private static void isInSight(Page page, Locator element) {
        BoundingBox box = element.boundingBox();
        assertThat(box.y + box.height).isLessThanOrEqualTo(page.viewportSize().height);
        assertThat(box.y).isGreaterThanOrEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({
        "320, 568, false",
        "320, 568, true",
        "768, 1024, false",
        "768, 1024, true",
        "1440, 900, false",
        "1440, 900, true",
        "640, 360, false"
    })
    void everyPageFitsItsWindow(int width, int height, boolean dark) {
        Journey journey = greedy();
        String size = width + "x" + height + (dark ? "-dark" : "-light");
        try (BrowserContext visitor = chromium.visitor(width, height, dark, "en")) {
            Page page = page(visitor);
            Session session =
                    journey.session(
                            Map.of(
                                    "end_user",
                                    Map.of(
                                            "id", "0a9b8c7d-0000-4711-8888-0123456789ab",
                                            "name", LONG,
                                            "email",
                                                    "ursula.example@documents.northwind.example")));
            page.navigate(session.connectUrl());
            isInSight(page, page.locator(".button"));
            isInSight(page, page.locator(".quiet"));
            isWhole(page);
            Chromium.picture(page, "hosted-" + size);

            page.click(".button");
            page.waitForURL(Pattern.compile(".*/sandbox/.*"));
            page.navigate(session.connectUrl());
            page.locator(".notice summary").click();
            isWhole(page);
            Chromium.picture(page, "away-" + size);

            page.click(".quiet");
            assertThat(page.locator("h1")).hasText("Access was not given");
            isWhole(page);
            Chromium.picture(page, "cancelled-" + size);

            page.navigate(session.connectUrl());
            page.click(".button");
            page.click("text=Grant access");
            assertThat(page.locator("h1")).hasText("Your account is connected");
            isWhole(page);
            Chromium.picture(page, "connected-" + size);

            page.navigate(Journey.publicUrl() + "/connect/ct_cut");
            isWhole(page);
            Chromium.picture(page, "unknown-" + size);
        }
    }

    @ParameterizedTest
    @CsvSource({"en", "de", "fr", "es"})
    void everyLanguageFitsASmallPhone(String language) {
        try (BrowserContext visitor = chromium.visitor(320, 568, false, language)) {
            Page page = page(visitor);
            Journey journey = greedy();
            Session session = journey.session(Map.of());
            page.navigate(session.connectUrl());
            isInSight(page, page.locator(".button"));
            isInSight(page, page.locator(".quiet"));
            assertThat(page.locator(".button").boundingBox().height)
                    .as("a line or two, with \"Bitbucket Sandbox\"")
                    .isLessThan(75);
            isWhole(page);
            Chromium.picture(page, "hosted-" + language);

            page.click(".quiet");
            isWhole(page);
            Chromium.picture(page, "cancelled-" + language);
        }
    }

    @Test
    void aNameOfOneLongWordStaysInsideASmallPhone() {
        String word = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenverwaltung";
        Journey journey = Journey.begin();
        dev.lanyard.support.Fixtures.operator()
                .body(Map.of("name", word))
                .patch("/admin/v1/tenants/" + journey.tenant().id())
                .then()
                .statusCode(200);
        try (BrowserContext visitor = chromium.visitor(320, 568, false, "en")) {
            Page page = page(visitor);
            page.navigate(journey.session(Map.of()).connectUrl());
            isWhole(page);
            page.navigate(journey.session().connectUrl() + "?display=popup");
            page.click(".button");
            page.click("text=Deny");
            assertThat(page.locator(".quiet")).containsText(word);
            isWhole(page);
        }
    }

    @Test
    void theSandboxsTablesKeepTheirWordsWholeOnASmallPhone() {
        Journey journey = Journey.begin();
        journey.connect(journey.session());
        try (BrowserContext visitor = chromium.visitor(320, 568, false, "en")) {
            Page page = page(visitor);
            page.navigate(
                    Journey.publicUrl() + "/sandbox/bitbucket/consumers/" + journey.clientId());
            isWhole(page);
            assertThat(
                            page.evaluate(
                                    "[...document.querySelectorAll('.scroll')].every("
                                            + "table => table.scrollWidth <= table.clientWidth)"))
                    .as("nothing is moved sideways")
                    .isEqualTo(true);
            BoundingBox revoke = page.locator("text=Revoke").first().boundingBox();
            assertThat(revoke.x + revoke.width).isLessThanOrEqualTo(320);
            assertThat(
                            page.evaluate(
                                    "[...document.querySelectorAll('th, td')].every("
                                            + "cell => cell.scrollWidth <= cell.clientWidth"
                                            + " && getComputedStyle(cell).overflowWrap === 'normal')"))
                    .isEqualTo(true);
        }
    }

    @Test
    void hasAShapeInForcedColours() {
        try (BrowserContext visitor = chromium.visitor(768, 1024, true, "en")) {
            Page page = page(visitor);
            page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            page.navigate(Journey.begin().session().connectUrl());

            Chromium.picture(page, "hosted-forced-colours");
            assertThat(
                            page.evaluate(
                                    "getComputedStyle(document.querySelector('.button')).borderTopWidth"))
                    .isEqualTo("1px");
        }
    }

    @Test
    void isWorkedByKeysAlone() {
        try (BrowserContext visitor = chromium.visitor(768, 1024, false, "en")) {
            Page page = page(visitor);
            page.navigate(Journey.begin().session(Map.of()).connectUrl());
            page.locator(".button").focus();
            page.keyboard().press("Enter");
            page.click("text=Grant access");
            assertThat(page.locator("h1")).hasText("Your account is connected");
        }
    }

    @Test
    void anEndIsTheSameWhenItIsReloadedAndWhenOneGoesBack() {
        Journey journey = Journey.begin();
        try (BrowserContext visitor = chromium.visitor(768, 1024, false, "en")) {
            Page page = page(visitor);
            page.navigate(journey.session(Map.of()).connectUrl());
            page.click(".button");
            page.click("text=Deny");
            assertThat(page.locator("h1")).hasText("Access was not given");
            page.reload();
            assertThat(page.locator("h1")).hasText("Access was not given");
            assertThat(page.url()).doesNotContain("error=");

            page.click(".button"); // "Try again"
            page.click("text=Grant access");
            assertThat(page.locator("h1")).hasText("Your account is connected");
            assertThat(page.url()).doesNotContain("code=");
            page.reload();
            assertThat(page.locator("h1")).hasText("Your account is connected");
            String end = page.url();

            page.navigate("about:blank");
            page.goBack();
            assertThat(page.locator("h1")).hasText("Your account is connected");
            page.navigate(end);
            assertThat(page.locator("dd")).containsText(Journey.ADA);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void anotherAccountIsNamed() {
        Journey journey = Journey.begin();
        String connection =
                Journey.outcome(journey.connect(journey.session())).get("connection_id");
        Session again = journey.session(Map.of("connection_id", connection));
        try (BrowserContext visitor = chromium.visitor(320, 568, false, "en")) {
            Page page = page(visitor);
            page.navigate(again.connectUrl());
            Chromium.picture(page, "again-320");
            page.click(".button");
            page.waitForURL(Pattern.compile(".*/sandbox/.*"));
            page.navigate(
                    new SandboxClient(java.net.URI.create(Journey.publicUrl()))
                            .consent(java.net.URI.create(page.url()), Journey.GRACE)
                            .toString());
            assertThat(page.locator("h1")).hasText("That was another account");
            Chromium.picture(page, "mismatch-320");
            isWhole(page);
        }
    }

    @Test
    void whoseCookiesAreGoneIsToldSo() {
        Journey journey = Journey.begin();
        try (BrowserContext visitor = chromium.visitor(320, 568, false, "en")) {
            Page page = page(visitor);
            page.navigate(journey.session().connectUrl());
            visitor.clearCookies();
            visitor.route(
                    Pattern.compile(".*/connect/ct_.*"),
                    route -> {
                        var response = route.fetch();
                        var headers = new java.util.HashMap<>(response.headers());
                        headers.remove("set-cookie");
                        route.fulfill(
                                new com.microsoft.playwright.Route.FulfillOptions()
                                        .setResponse(response)
                                        .setHeaders(headers));
                    });
            page.click(".button");
            assertThat(page.locator(".notice")).containsText("cookies are blocked");
            Chromium.picture(page, "cookies-320");
        }
    }
}
