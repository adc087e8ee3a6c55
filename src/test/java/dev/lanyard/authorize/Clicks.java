package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.sandbox.SandboxClient;
import io.restassured.response.Response;
import java.net.URI;

/** What a person does in a browser, for tests that start elsewhere. */
public final class Clicks {
    private Clicks() {}

    /** Opens the hosted page, presses its button, grants access as that account. */
    public static void connect(String connectUrl, String account) {
        Browser browser = new Browser();
        Response page = browser.open(connectUrl);
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        Response away =
                browser.open(URI.create(connectUrl).resolve(Journey.button(page)).toString());
        SandboxClient sandbox = new SandboxClient(URI.create(Journey.publicUrl()));
        URI callback = sandbox.consent(URI.create(away.header("Location")), account);
        assertThat(browser.open(callback.toString()).statusCode()).isLessThan(400);
    }
}
