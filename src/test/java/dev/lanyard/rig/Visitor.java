package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Http.Answer;
import dev.lanyard.sandbox.SandboxClient;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An end user with a browser that keeps cookies and runs no scripts. */
public final class Visitor {
    private static final Pattern BUTTON = Pattern.compile("class=\"button\" href=\"([^\"]+)\"");

    private final HttpClient browser = Http.browser();
    private final SandboxClient provider;

    Visitor(SandboxClient provider) {
        this.provider = provider;
    }

    public Answer open(URI address) {
        return Http.send(browser, HttpRequest.newBuilder(address));
    }

    /** Values of the cookies that Lanyard has set. */
    public List<String> cookies() {
        CookieManager jar = (CookieManager) browser.cookieHandler().orElseThrow();
        return jar.getCookieStore().getCookies().stream().map(HttpCookie::getValue).toList();
    }

    /** Opens the hosted page and clicks its button: the provider's address. */
    public URI depart(URI connectUrl) {
        Answer page = open(connectUrl).expect(200);
        Matcher button = BUTTON.matcher(page.body());
        assertThat(button.find()).as(page.body()).isTrue();
        URI authorize = connectUrl.resolve(button.group(1).replace("&amp;", "&"));
        return URI.create(open(authorize).expect(303).location());
    }

    /** The whole journey as that account; what the callback answers. */
    Answer connect(URI connectUrl, String account) {
        return open(provider.consent(depart(connectUrl), account));
    }

    /** The journey up to a "no"; what the callback answers. */
    public Answer deny(URI connectUrl) {
        return open(provider.deny(depart(connectUrl)));
    }
}
