package dev.lanyard.authorize;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.rig.App;
import dev.lanyard.rig.Chromium;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lanyard.js} in a real browser: how it settles, and that the window is gone then. */
@QuarkusTest
class PopupInChromiumTest {
    private static Chromium chromium;

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

    private static Session session(Journey journey, App app) {
        journey.api()
                .body(Map.of("return_urls", List.of(app.origin())))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);
        return journey.session(Map.of("return_url", app.origin() + "/return"));
    }

    private static Page home(BrowserContext visitor, App app) {
        Page page = visitor.newPage();
        page.navigate(app.origin() + "/home");
        return page;
    }

    private static void shows(Page page, String... parts) {
        for (String part : parts) {
            assertThat(page.locator("#o"))
                    .containsText(
                            part, new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
        }
    }

    /**
     * The provider's pages isolate themselves, as some do. Playwright sees no request that a
     * redirect led to, so the way there is made a page.
     */
    private static void isolateProvider(BrowserContext visitor) {
        visitor.route(
                Pattern.compile(".*/connect/oauth2/[^/]+/authorize.*"),
                route -> {
                    var redirect = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
                    String provider = redirect.headers().get("location").replace("&", "&amp;");
                    route.fulfill(
                            new Route.FulfillOptions()
                                    .setContentType("text/html")
                                    .setBody(
                                            "<meta http-equiv=refresh content=\"0;url="
                                                    + provider
                                                    + "\">"));
                });
        visitor.route(
                Pattern.compile(".*/site/oauth2/authorize\\?.*"),
                route -> {
                    if (!route.request().method().equals("GET")) {
                        route.resume();
                        return;
                    }
                    var page = route.fetch();
                    Map<String, String> headers = new HashMap<>(page.headers());
                    headers.put("cross-origin-opener-policy", "same-origin");
                    route.fulfill(new Route.FulfillOptions().setResponse(page).setHeaders(headers));
                });
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void connectsAndClosesWhicheverSideIsIsolated(boolean page, boolean provider) {
        Journey journey = Journey.begin();
        try (App app = new App(page);
                BrowserContext visitor = chromium.visitor()) {
            app.offerModule(
                    Journey.publicUrl(), session(journey, app).connectUrl(), 50, "undefined");
            if (provider) {
                isolateProvider(visitor);
            }
            Page home = home(visitor, app);

            Page popup = visitor.waitForPage(() -> home.click("#b"));
            popup.click(".button");
            popup.waitForClose(() -> popup.click("text=Grant access"));

            shows(home, "\"status\":\"connected\"", "\"code\":\"connected\"", "conn_");
            assertThat(visitor.pages()).hasSize(1);
        }
    }

    @Test
    void waitsInsideTheClickForASlowBackend() {
        Journey journey = Journey.begin();
        try (App app = new App();
                BrowserContext visitor = chromium.visitor()) {
            app.offerModule(
                    Journey.publicUrl(),
                    session(journey, app).connectUrl(),
                    6_000,
                    "{ waiting: 'Just a moment' }");
            Page home = home(visitor, app);

            Page popup = home.waitForPopup(() -> home.click("#b"));

            assertThat(popup.locator("body")).hasText("Just a moment");
            popup.waitForClose(() -> popup.click(".quiet"));
            shows(home, "\"status\":\"failed\"", "\"code\":\"access_denied\"");
        }
    }

    @Test
    void settlesWhenTheUserDeniesAtTheProvider() {
        Journey journey = Journey.begin();
        try (App app = new App();
                BrowserContext visitor = chromium.visitor()) {
            app.offerModule(
                    Journey.publicUrl(), session(journey, app).connectUrl(), 0, "undefined");
            Page home = home(visitor, app);
            Page popup = home.waitForPopup(() -> home.click("#b"));
            popup.click(".button");

            popup.waitForClose(() -> popup.click("text=Deny"));

            shows(home, "\"code\":\"access_denied\"");
        }
    }

    @Test
    void saysClosedWhenTheUserClosesTheWindow() {
        Journey journey = Journey.begin();
        try (App app = new App();
                BrowserContext visitor = chromium.visitor()) {
            app.offerModule(
                    Journey.publicUrl(), session(journey, app).connectUrl(), 0, "undefined");
            Page home = home(visitor, app);
            Page popup = home.waitForPopup(() -> home.click("#b"));
            popup.click(".button");
            popup.waitForURL(Pattern.compile(".*/sandbox/.*"));

            popup.close();
            // Playwright keeps every page focused: a person's closing would give the focus back
            home.evaluate("window.dispatchEvent(new Event('focus'))");

            shows(home, "\"status\":\"closed\"", "\"code\":\"closed\"");
        }
    }

    /** The window closes itself at the end, and nobody may ask how it ended. */
    @Test
    void saysThatItCannotAskRatherThanThatSomebodyClosedTheWindow() {
        Journey journey = Journey.begin();
        try (App app = new App();
                BrowserContext visitor = chromium.visitor()) {
            app.offerModule(
                    Journey.publicUrl(), journey.session(Map.of()).connectUrl(), 0, "undefined");
            Page home = home(visitor, app);
            Page popup = home.waitForPopup(() -> home.click("#b"));
            popup.click(".button");

            popup.waitForClose(() -> popup.click("text=Grant access"));
            home.evaluate("window.dispatchEvent(new Event('focus'))");

            shows(home, "\"rejected\":\"unreachable\"");
        }
    }

    @Test
    void saysBlockedOrGoesThereItself() {
        Journey journey = Journey.begin();
        try (App app = new App();
                BrowserContext visitor = chromium.visitor()) {
            String connectUrl = session(journey, app).connectUrl();
            visitor.addInitScript("window.open = () => null;");
            app.offerModule(Journey.publicUrl(), connectUrl, 0, "{ mode: 'popup' }");
            Page home = home(visitor, app);
            home.click("#b");
            shows(home, "\"code\":\"blocked\"");

            app.offerModule(Journey.publicUrl(), connectUrl, 0, "undefined");
            home.reload();
            home.click("#b");

            assertThat(home).hasURL(connectUrl);
            home.click(".button");
            home.click("text=Grant access");
            assertThat(home).hasURL(Pattern.compile(".*/return\\?.*status=connected.*"));
        }
    }

    @Test
    void stopsAndClosesByItsSignal() {
        Journey journey = Journey.begin();
        try (App app = new App();
                BrowserContext visitor = chromium.visitor()) {
            app.offerModule(
                    Journey.publicUrl(),
                    session(journey, app).connectUrl(),
                    0,
                    "{ signal: AbortSignal.timeout(2000) }");
            Page home = home(visitor, app);

            Page popup = home.waitForPopup(() -> home.click("#b"));
            popup.waitForClose(() -> {});

            shows(home, "\"rejected\":\"aborted\"");
        }
    }
}
