package dev.lanyard.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.lanyard.authorize.Journey;
import dev.lanyard.rig.Chromium;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's lists in a real browser: nothing stands outside the window, at any width. */
@QuarkusTest
class ConsoleInChromiumTest {
    private static final String WEBHOOK = "whk_" + "a".repeat(26);
    private static final List<String> PAGES =
            List.of(
                    "",
                    "/profiles",
                    "/connections",
                    "/sessions",
                    "/webhooks",
                    "/webhooks/" + WEBHOOK,
                    "/events",
                    "/keys",
                    "/audit");
    private static final String OUTSIDE =
            "[document.documentElement, ...document.querySelectorAll('.wide')]"
                    + ".filter(e => e.scrollWidth > e.clientWidth).length";
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

    @ParameterizedTest
    @CsvSource({"320,false", "768,true", "1440,false"})
    void everyListFitsItsWindow(int width, boolean dark) {
        Journey journey = Journey.begin();
        journey.connect(journey.session());
        failingWebhook(journey.tenant().id());
        try (BrowserContext visitor = chromium.window(width, dark)) {
            Page page = visitor.newPage();
            signIn(page, journey);
            for (String path : PAGES) {
                page.navigate(Journey.publicUrl() + "/console" + path);
                Chromium.picture(page, "console" + path.replace('/', '-') + "-" + width);
                assertThat(page.evaluate(OUTSIDE)).as(path).isEqualTo(0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"320", "1440"})
    void aConnectionsStatusIsInTheWindow(int width) {
        Journey journey = Journey.begin();
        journey.connect(journey.session());
        try (BrowserContext visitor = chromium.window(width, false)) {
            Page page = visitor.newPage();
            signIn(page, journey);
            page.navigate(Journey.publicUrl() + "/console/connections");

            assertThat(page.locator("td .good")).hasText("active");
            BoundingBox box = page.locator("td .good").boundingBox();
            assertThat(box.x + box.width).isLessThanOrEqualTo(width);
        }
    }

    /** With an address and an error that need room. */
    private static void failingWebhook(String tenant) {
        Owner.execute(
                "INSERT INTO webhook (tenant_id, id, url, secret, events, status)"
                        + " VALUES (?, ?, ?, ''::bytea, ?::text[], 'disabled')",
                tenant,
                WEBHOOK,
                "https://hooks.northwind-documents.example/services/production/europe-west-1"
                        + "/lanyard?environment=production&key="
                        + "0123456789abcdef".repeat(6),
                "{connection.reconnect_required,connector_profile.credentials_rejected}");
        Owner.execute(
                "INSERT INTO webhook_delivery (tenant_id, webhook_id, event_id, subject, attempts,"
                        + " response_status, error) SELECT tenant_id, ?, id, subject, 3, 500, ?"
                        + " FROM event WHERE tenant_id = ?",
                WEBHOOK,
                "no connection to hooks.northwind-documents.example: <b>TLS</b> "
                        + "certificate_has_expired_".repeat(4),
                tenant);
    }

    private static void signIn(Page page, Journey journey) {
        page.navigate(Journey.publicUrl() + "/console");
        page.getByLabel("API key").fill(journey.tenant().key());
        page.locator("button").click();
    }
}
