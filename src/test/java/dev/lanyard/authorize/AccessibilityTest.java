package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.lanyard.authorize.Journey.Session;
import dev.lanyard.rig.Axe;
import dev.lanyard.rig.Chromium;
import dev.lanyard.sandbox.SandboxClient;
import dev.lanyard.support.Images;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** axe-core over every page that people see, but the demo's, in light and dark. */
@QuarkusTest
class AccessibilityTest {
    private static Chromium chromium;

    private final List<String> violations = new ArrayList<>();

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

    private void look(Page page) {
        violations.addAll(Axe.violations(page));
    }

    private void look(Page page, String address) {
        page.navigate(address.startsWith("/") ? Journey.publicUrl() + address : address);
        look(page);
    }

    /** The heading tells that the page is the one that was meant. */
    private void look(Page page, String address, String heading) {
        look(page, address);
        assertThat(page.locator("h1").innerText()).isEqualTo(heading);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theHostedPageIsForEverybodyInEachOfItsStates(boolean dark) {
        Journey journey = Journey.begin();
        try (BrowserContext visitor = chromium.visitor(768, 1024, dark, "en")) {
            Page page = visitor.newPage();
            Session session = journey.session(Map.of());
            look(page, session.connectUrl());
            page.locator(".support summary").click();
            look(page);
            visitor.clearCookies();
            look(page, session.connectUrl() + "?cookies=missing");
            assertThat(page.locator(".notice").innerText()).contains("cookies are blocked");

            page.navigate(session.connectUrl());
            page.click(".button");
            page.waitForURL(Pattern.compile(".*/sandbox/.*"));
            look(page); // the sandbox's consent page
            page.navigate(session.connectUrl());
            page.locator(".notice summary").click();
            look(page);

            page.click(".button");
            page.click("text=Deny");
            look(page);
            look(page, session.connectUrl()); // "Last time: …"
        }
        assertThat(violations).isEmpty();
    }

    /** A colour that could not be read on white, and one that could not in the dark. */
    @ParameterizedTest
    @CsvSource({"#ffd400, false", "#ffd400, true", "#101828, false", "#101828, true"})
    void aTenantsColourKeepsNobodyOut(String color, boolean dark) {
        Journey journey = Journey.begin();
        journey.api()
                .body(Map.of("branding", branding(color)))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);
        try (BrowserContext visitor = chromium.visitor(320, 568, dark, "en")) {
            Page page = visitor.newPage();
            look(page, journey.session(Map.of()).connectUrl());
            Chromium.picture(page, "branded-" + color.substring(1) + (dark ? "-dark" : "-light"));
            page.hover(".button");
            look(page);
            page.click(".quiet");
            look(page);
        }
        assertThat(violations).isEmpty();
    }

    private static Map<String, String> branding(String color) {
        return Map.of(
                "logo",
                Images.url("image/png", Images.of("png")),
                "color",
                color,
                "intro",
                "Northwind links your repositories to documents.",
                "support_url",
                "https://help.example");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyEndingIsForEverybody(boolean dark) {
        Journey journey = Journey.begin();
        try (BrowserContext visitor = chromium.visitor(768, 1024, dark, "de")) {
            Page page = visitor.newPage();
            Session session = journey.session(Map.of());
            page.navigate(session.connectUrl());
            page.click(".button");
            page.click("text=Grant access");
            look(page);
            look(page, session.connectUrl()); // spent

            another(page, journey, journey.read(session).getString("connection_id"));
            page.navigate(journey.session(Map.of()).connectUrl());
            page.click(".quiet");
            look(page); // cancelled
            Session expired = journey.session(Map.of("expires_in", 1));
            look(page, "/connect/ct_cut");
            look(page, Journey.callbackUrl() + "?code=c&state=s");
            Session idle = journey.session(Map.of());
            disable(journey);
            look(page, idle.connectUrl());
            look(page, expired.connectUrl());
        }
        assertThat(violations).isEmpty();
    }

    private void another(Page page, Journey journey, String connection) {
        page.navigate(journey.session(Map.of("connection_id", connection)).connectUrl());
        look(page); // names the account that is brought back
        page.click(".button");
        page.waitForURL(Pattern.compile(".*/sandbox/.*"));
        URI consented =
                new SandboxClient(URI.create(Journey.publicUrl()))
                        .consent(URI.create(page.url()), Journey.GRACE);
        look(page, consented.toString());
        assertThat(page.locator("dd")).isNotNull();
    }

    private static void disable(Journey journey) {
        journey.api()
                .body(Map.of("status", "disabled"))
                .patch("/v1/connector-profiles/" + journey.profileId())
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theGuideTheReferenceAndTheOtherPagesAreForEverybody(boolean dark) {
        try (BrowserContext visitor = chromium.visitor(1440, 900, dark, "en")) {
            Page page = visitor.newPage();
            look(page, "/", "Lanyard");
            look(page, "/guide", "Setup guides");
            look(page, "/guide/bitbucket", "Connect Bitbucket Cloud");
            look(page, "/guide/nobody", "There is no guide of that name");
            look(page, "/docs/problems", "Problems");
            look(page, "/nowhere");
            look(page, "/sandbox/bitbucket/consumers", "OAuth consumers");
            look(page, "/sandbox/bitbucket/consumers/new", "Add OAuth consumer");
            look(page, "/sandbox/bitbucket/consumers/" + Journey.begin().clientId());
            page.navigate(Journey.publicUrl() + "/docs");
            page.locator(".swagger-ui .opblock").first().waitFor();
            // What is inside is Swagger UI's own: its violations are told to its makers
            violations.addAll(Axe.violations(page, ".swagger-ui"));
        }
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyPageOfTheConsoleIsForEverybody(boolean dark) {
        Journey journey = Journey.begin("bitbucket-sandbox", new JsonObject());
        Session session = journey.session();
        journey.connect(session);
        String connection = journey.read(session).getString("connection_id");
        String webhook = webhook(journey);
        try (BrowserContext visitor = chromium.visitor(1440, 900, dark, "en")) {
            Page page = visitor.newPage();
            look(page, "/console", "Sign in to the console");
            page.getByLabel("API key").fill("key_wrong");
            page.click("text=Sign in >> nth=-1");
            look(page);
            page.getByLabel("API key").fill(journey.tenant().key());
            page.click("text=Sign in >> nth=-1");
            look(page, "/console", "Overview");
            for (String path :
                    List.of(
                            "/profiles",
                            "/profiles/" + journey.profileId(),
                            "/profiles/new?provider=bitbucket",
                            "/connections",
                            "/connections?status=disabled",
                            "/connections/" + connection,
                            "/sessions",
                            "/sessions/new",
                            "/sessions/" + session.id(),
                            "/webhooks",
                            "/webhooks/" + webhook,
                            "/events",
                            "/keys",
                            "/audit",
                            "/connections/conn_none")) {
                look(page, "/console" + path);
            }
        }
        assertThat(violations).isEmpty();
    }

    private static String webhook(Journey journey) {
        return journey.api()
                .body(Map.of("url", "https://hooks.example/lanyard"))
                .post("/v1/webhooks")
                .then()
                .extract()
                .path("id");
    }
}
