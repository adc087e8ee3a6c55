package dev.lanyard.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.id.TenantToken;
import io.vertx.core.http.Cookie;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrowserCookiesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Set<Cookie> brought = new HashSet<>();
    private final BrowserCookies secure = new BrowserCookies(brought, true);
    private final BrowserCookies plain = new BrowserCookies(brought, false);

    @Test
    void bindsCookiesToTheHostOverTls() {
        List<String> given = secure.give(CookieKind.REQUEST, "areq_1", "secret", HOUR);

        assertThat(given).hasSize(1);
        assertThat(given.get(0))
                .startsWith("__Host-lanyard_request_areq_1=")
                .contains("; Path=/;", "; Secure;", "; HTTPOnly;", "SameSite=Lax", "Max-Age=3600")
                .doesNotContain("Domain");
    }

    @Test
    void doesWithoutTlsInDevelopment() {
        assertThat(plain.give(CookieKind.PAGE, "cs_1", "secret", HOUR).get(0))
                .startsWith("lanyard_page_cs_1=")
                .doesNotContain("Secure");
    }

    @Test
    void findsTheSecretOfItsOwnCookieOnly() {
        brought.add(Cookie.cookie("__Host-lanyard_request_areq_1", "1700000000.secret"));
        brought.add(Cookie.cookie("lanyard_request_areq_2", "1700000000.secret"));

        byte[] hash = TenantToken.sha256("secret");

        assertThat(secure.secret(CookieKind.REQUEST, "areq_1", hash)).contains("secret");
        assertThat(secure.secret(CookieKind.REQUEST, "areq_2", hash)).isEmpty();
        assertThat(secure.secret(CookieKind.PAGE, "areq_1", hash)).isEmpty();
        assertThat(secure.secret(CookieKind.REQUEST, "areq_1", TenantToken.sha256("other")))
                .isEmpty();
    }

    @Test
    void dropsTheOldestBeyondTwenty() {
        for (int i = 0; i < 21; i++) {
            brought.add(Cookie.cookie("lanyard_page_cs_" + i, (1_700_000_000 - i) + ".secret"));
        }

        List<String> given = plain.give(CookieKind.PAGE, "cs_new", "secret", HOUR);

        assertThat(given).hasSize(3);
        assertThat(given.get(0)).startsWith("lanyard_page_cs_20=;").contains("Max-Age=0");
        assertThat(given.get(1)).startsWith("lanyard_page_cs_19=;").contains("Max-Age=0");
        assertThat(given.get(2)).startsWith("lanyard_page_cs_new=");
    }

    @Test
    void takesACookieThatIsNoneOfOursForTheOldest() {
        for (int i = 0; i < 19; i++) {
            brought.add(Cookie.cookie("lanyard_page_cs_" + i, "1700000000.secret"));
        }
        brought.add(Cookie.cookie("lanyard_page_odd", "99999999999999999999999.x"));

        assertThat(plain.give(CookieKind.PAGE, "cs_new", "secret", HOUR).get(0))
                .startsWith("lanyard_page_odd=;");
    }
}
