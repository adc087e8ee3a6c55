package dev.lanyard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.lanyard.config.Config;
import dev.lanyard.rig.Axe;
import dev.lanyard.rig.Chromium;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** axe-core over what {@code quarkus:dev} adds, in light and dark. */
@QuarkusTest
@TestProfile(DemoTest.Dev.class)
class DemoAccessibilityTest {
    @Inject Config config;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstPageAndTheDemoAreForEverybody(boolean dark) {
        List<String> violations = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext visitor = chromium.visitor(768, 1024, dark, "en")) {
            Page page = visitor.newPage();
            for (String path :
                    List.of(
                            "/",
                            "/demo/popup",
                            "/demo/done?status=connected&connection_id=conn_a",
                            "/demo/done?status=failed&error=access_denied")) {
                page.navigate(config.publicUrl() + path);
                assertThat(page.locator("h1").isVisible()).as(path).isTrue();
                violations.addAll(Axe.violations(page));
            }
        }
        assertThat(violations).isEmpty();
    }
}
