package dev.lanyard.console.testmode;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lanyard.authorize.Journey;
import dev.lanyard.rig.Chromium;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test mode in a real browser; what it looks like is kept in {@code target/screenshots/}. */
@QuarkusTest
class TestModeInChromiumTest {
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
    @CsvSource({"320,false", "320,true", "768,false", "1440,true"})
    void fromNothingToAConnectLinkWithThePreviewInSight(int width, boolean dark) {
        List<String> complaints = new ArrayList<>();
        Journey journey = Journey.begin();
        try (BrowserContext visitor = chromium.window(width, dark)) {
            Page page = visitor.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.navigate(Journey.publicUrl() + "/console");
            page.getByLabel("API key").fill(journey.tenant().key());
            click(page, "Sign in");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Test mode")).click();
            click(page, "Make a sandbox profile");
            assertThat(page.locator(".notice").innerText()).contains("is made");
            page.getByLabel("What goes wrong").selectOption("denied");
            click(page, "Show");

            assertThat(page.frameLocator("iframe.preview").locator("h1").innerText())
                    .isEqualTo("Access was not given");
            Chromium.picture(page, "console-test-mode-" + width + (dark ? "-dark" : ""));
            assertThat(
                            page.evaluate(
                                    "document.documentElement.scrollWidth"
                                            + " - document.documentElement.clientWidth"))
                    .isEqualTo(0);
        }
        assertThat(complaints).isEmpty();
    }

    private static void click(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }
}
