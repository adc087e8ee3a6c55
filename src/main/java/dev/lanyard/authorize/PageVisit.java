package dev.lanyard.authorize;

import dev.lanyard.console.PageLanguages;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/**
 * A browser's look at a page.
 *
 * @param language the one that suits it best
 * @param popup {@code lanyard.js} opened its window
 */
record PageVisit(Locale language, boolean popup) {
    /** What {@code lanyard.js} adds to a connect URL. */
    static final String POPUP = "display=popup";

    static PageVisit of(HttpServerRequest browser) {
        return new PageVisit(
                PageLanguages.of(browser.getHeader("Accept-Language")),
                "popup".equals(browser.getParam("display")));
    }
}
