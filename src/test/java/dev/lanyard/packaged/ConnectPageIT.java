package dev.lanyard.packaged;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.lanyard.rig.App;
import dev.lanyard.rig.Chromium;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Http;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journey in a real browser; what it looks like is kept in {@code target/screenshots/}. */
class ConnectPageIT {
    private static Chromium chromium;

    private final Cluster cluster = Cluster.shared();
    private final Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
    private App app;

    @BeforeAll
    static void openChromium() {
        chromium = new Chromium();
    }

    @AfterAll
    static void closeChromium() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openApp() {
        app = new App();
        tenant.api()
                .patch(
                        "/v1/connector-profiles/" + tenant.profileId(),
                        JsonObject.of("return_urls", JsonArray.of(app.origin())))
                .expect(200);
    }

    @AfterEach
    void closeApp() {
        app.close();
    }

    @Test
    void connectsAndReturnsToTheApp() {
        JsonObject session = session(JsonObject.of("return_url", app.origin() + "/return?tab=1"));
        try (BrowserContext visitor = chromium.visitor()) {
            Page page = visitor.newPage();
            page.navigate(session.getString("connect_url"));
            assertThat(page.locator("h1"))
                    .hasText("Connect your Bitbucket Cloud account to Acme Notes");
            Chromium.picture(page, "1-hosted-page");

            page.click("text=Continue to Bitbucket Cloud");
            Chromium.picture(page, "2-consent");
            page.click("text=Grant access");

            assertThat(page).hasURL(Pattern.compile(".*/return\\?tab=1&.*status=connected.*"));
            Chromium.picture(page, "3-returned");
        }
        assertThat(status(session)).isEqualTo("connected");
    }

    @Test
    void connectsOnAPhoneWithoutJavaScript() {
        JsonObject session = session(new JsonObject());
        try (BrowserContext visitor = chromium.plainPhone()) {
            Page page = visitor.newPage();
            page.navigate(session.getString("connect_url"));
            Chromium.picture(page, "4-phone-hosted-page");

            page.click("text=Continue to Bitbucket Cloud");
            Chromium.picture(page, "5-phone-consent");
            page.click("text=Grant access");

            assertThat(page.locator("h1")).containsText("connected");
            Chromium.picture(page, "6-phone-closing-page");
        }
        assertThat(status(session)).isEqualTo("connected");
    }

    @Test
    void tellsTheAppThatOpenedThePopupAndClosesIt() {
        JsonObject session = session(JsonObject.of("origin", app.origin()));
        app.offer(cluster.replica(1).url().toString(), session.getString("connect_url"));
        try (BrowserContext visitor = chromium.visitor()) {
            Page page = visitor.newPage();
            page.navigate(app.origin() + "/home");

            Page popup = page.waitForPopup(() -> page.click("text=Connect"));
            popup.click("text=Continue to Bitbucket Cloud");
            popup.waitForClose(() -> popup.click("text=Grant access"));

            assertThat(page.locator("#o")).containsText("\"status\":\"connected\"");
            assertThat(page.locator("#o")).containsText("\"connection_id\":\"conn_");
        }
    }

    @Test
    void saysSoWhenTheUserDenies() {
        JsonObject session = session(new JsonObject());
        try (BrowserContext visitor = chromium.visitor()) {
            Page page = visitor.newPage();
            page.navigate(session.getString("connect_url"));
            page.click("text=Continue to Bitbucket Cloud");

            page.click("text=Deny");

            assertThat(page.locator(".mark.bad")).hasCount(1);
            Chromium.picture(page, "7-denied");
        }
        assertThat(status(session)).isEqualTo("failed");
    }

    @Test
    void answersAStrayLinkWithAPage() {
        try (BrowserContext visitor = chromium.visitor()) {
            Page page = visitor.newPage();

            page.navigate(cluster.replica(1).url() + "/connect/ct_none");

            assertThat(page.locator("h1")).isVisible();
            Chromium.picture(page, "8-stray-link");
        }
    }

    /**
     * A number for whoever reads the log: a test that failed by a time would fail by the machine.
     */
    @Test
    void tellsHowSoonTheFirstByteComes() {
        URI page = URI.create(session(new JsonObject()).getString("connect_url"));
        long[] micros = new long[300];
        for (int turn = 0; turn < micros.length; turn++) {
            long began = System.nanoTime();
            assertThat(Http.send(HttpRequest.newBuilder(page)).status()).isEqualTo(200);
            micros[turn] = (System.nanoTime() - began) / 1_000;
        }

        long[] warm = Arrays.copyOfRange(micros, 100, micros.length);
        Arrays.sort(warm);
        System.out.printf(
                "hosted page: whole within %.1f ms at the median, %.1f ms at the 95th of 100%n",
                warm[warm.length / 2] / 1e3, warm[warm.length * 95 / 100] / 1e3);
    }

    private JsonObject session(JsonObject fields) {
        JsonObject user =
                JsonObject.of(
                        "id", "u-4711", "name", "Ursula Example", "email", "ursula@acme.example");
        return tenant.session("u-4711", fields.put("end_user", user));
    }

    private String status(JsonObject session) {
        return tenant.api().get("/v1/connect-sessions/" + session.getString("id")).text("status");
    }
}
