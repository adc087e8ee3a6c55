package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lanyard.rig.Chromium;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real browser; what it looks like is kept in {@code target/screenshots/}. */
class ConsoleIT {
    private static final String LONG = "Northwind-Traders-International-Pipelines-and-Warehouses";

    private static Chromium chromium;
    private static Tenant tenant;
    private static String connection;

    private final Cluster cluster = Cluster.shared();

    @BeforeAll
    static void connectAnAccount() {
        chromium = new Chromium();
        tenant = Cluster.shared().tenant(ProviderEntry.BITBUCKET);
        connection = tenant.connect(LONG);
    }

    @AfterAll
    static void closeChromium() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private String url(String path) {
        return cluster.replica(1).url() + path;
    }

    private Page signedIn(BrowserContext visitor) {
        Page page = visitor.newPage();
        page.navigate(url("/console"));
        page.getByLabel("API key").fill(tenant.key());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
        assertThat(page.locator("h1").innerText()).isEqualTo("Overview");
        return page;
    }

    private Map<String, String> pages() {
        return Map.of(
                "overview", "/console",
                "profiles", "/console/profiles",
                "profile", "/console/profiles/" + tenant.profileId(),
                "new-profile", "/console/profiles/new?provider=" + ProviderEntry.BITBUCKET.name(),
                "connections", "/console/connections",
                "connection", "/console/connections/" + connection,
                "links", "/console/sessions",
                "webhooks", "/console/webhooks",
                "events", "/console/events",
                "audit", "/console/audit");
    }

    private Page signedInAsOperator(BrowserContext visitor) {
        Page page = visitor.newPage();
        page.navigate(cluster.replica(1).managementUrl() + "/console");
        page.getByLabel("Admin token").fill(Settings.ADMIN_TOKEN);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
        assertThat(page.locator("h1").innerText()).isEqualTo("Overview");
        return page;
    }

    private Map<String, String> operatorPages() {
        return Map.of(
                "tenants", "/console",
                "tenant", "/console/tenants/" + tenant.id(),
                "trouble", "/console/profiles",
                "refreshes", "/console/refreshes",
                "figures", "/console/figures",
                "vault", "/console/vault");
    }

    /** Nothing is cut off, nothing complains, and nothing is asked of another host. */
    @ParameterizedTest
    @CsvSource({"320,false", "320,true", "768,false", "1440,false", "1440,true"})
    void everyPageFitsItsWindow(int width, boolean dark) {
        try (BrowserContext visitor = chromium.window(width, dark)) {
            assertThat(complaints(signedIn(visitor), url(""), "console-", pages(), width, dark))
                    .isEmpty();
        }
    }

    /** The operator's, likewise. */
    @ParameterizedTest
    @CsvSource({"320,false", "320,true", "768,false", "1440,false", "1440,true"})
    void everyPageOfTheOperatorFitsItsWindow(int width, boolean dark) {
        String url = cluster.replica(1).managementUrl().toString();
        try (BrowserContext visitor = chromium.window(width, dark)) {
            Page page = signedInAsOperator(visitor);
            assertThat(complaints(page, url, "operator-", operatorPages(), width, dark)).isEmpty();
        }
    }

    private static List<String> complaints(
            Page page,
            String url,
            String kind,
            Map<String, String> pages,
            int width,
            boolean dark) {
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onRequest(
                request -> {
                    if (!request.url().startsWith(url + "/")) {
                        complaints.add(request.url());
                    }
                });
        pages.forEach(
                (name, path) -> {
                    page.navigate(url + path);
                    Chromium.picture(page, kind + name + "-" + width + (dark ? "-dark" : ""));
                    if (overflows(page)) {
                        complaints.add(name + " is wider than its window");
                    }
                });
        return complaints;
    }

    private static boolean overflows(Page page) {
        return (boolean)
                page.evaluate(
                        "document.documentElement.scrollWidth >"
                                + " document.documentElement.clientWidth");
    }

    @Test
    void aLinkMadeHereConnectsAnAccount() {
        try (BrowserContext visitor = chromium.visitor()) {
            Page page = signedIn(visitor);
            page.navigate(url("/console/profiles/" + tenant.profileId()));
            page.click("text=Connect your own account now");
            page.click("text=Make the link");
            Chromium.picture(page, "console-link");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("connect").setExact(true))
                    .click();
            page.click("text=Continue to Bitbucket Cloud");
            page.click("text=Grant access");
            assertThat(page.locator("h1").innerText()).contains("connected");
        }
    }
}
