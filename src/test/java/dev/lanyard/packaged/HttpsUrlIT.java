package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.RawHttp;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas behind a proxy that speaks https for them. */
class HttpsUrlIT {
    private static final String PUBLIC_URL = "https://connect.example";
    private static final Pattern BUTTON = Pattern.compile("class=\"button\" href=\"([^\"]+)\"");
    private static final Pattern COOKIE =
            Pattern.compile("(?im)^set-cookie: (([^=;\\s]+)=([^;\\s]*).*?)\\r?$");

    private static List<Replica> replicas;
    private static Tenant tenant;

    @BeforeAll
    static void start() {
        Map<String, String> settings =
                Settings.with(Cluster.shared().settings(), "LANYARD_PUBLIC_URL", PUBLIC_URL);
        replicas = List.of(Replica.start("https-1", settings), Replica.start("https-2", settings));
        replicas.forEach(Replica::awaitReady);
        tenant = Cluster.shared().tenant(ProviderEntry.BITBUCKET);
    }

    @AfterAll
    static void stop() {
        replicas.forEach(Replica::close);
    }

    private static String get(Replica replica, String path, String cookie) throws IOException {
        String request =
                "GET %s HTTP/1.1\r\nHost: connect.example\r\nCookie: %s\r\nConnection: close\r\n\r\n"
                        .formatted(path, cookie);
        return RawHttp.send(replica.url(), request.getBytes(StandardCharsets.US_ASCII), 5_000);
    }

    private static Matcher cookie(String answer) {
        Matcher cookie = COOKIE.matcher(answer);
        assertThat(cookie.find()).as(answer).isTrue();
        return cookie;
    }

    private static void assertBound(Matcher cookie, String prefix) {
        assertThat(cookie.group(2)).startsWith("__Host-" + prefix);
        assertThat(cookie.group(1))
                .contains("; Path=/", "; Secure", "; HTTPOnly", "; SameSite=Lax")
                .doesNotContainIgnoringCase("domain");
    }

    /** The page of one replica, its button at the other. */
    @Test
    void cookiesAreForTlsAndThisHostOnly() throws IOException {
        JsonObject session =
                tenant.at(replicas.get(0))
                        .post(
                                "/v1/connect-sessions",
                                JsonObject.of(
                                        "connector_profile_id",
                                        tenant.profileId(),
                                        "end_user",
                                        JsonObject.of("id", "u1")))
                        .expect(201)
                        .json();
        String connectUrl = session.getString("connect_url");
        assertThat(connectUrl).startsWith(PUBLIC_URL + "/connect/");

        String page = get(replicas.get(1), URI.create(connectUrl).getPath(), "x=y");
        Matcher ofPage = cookie(page);
        assertBound(ofPage, "lanyard_page_");
        Matcher button = BUTTON.matcher(page);
        assertThat(button.find()).as(page).isTrue();
        String authorize = button.group(1).replace("&amp;", "&").replace(PUBLIC_URL, "");

        String plain = ofPage.group(2).replace("__Host-", "") + "=" + ofPage.group(3);
        assertThat(get(replicas.get(0), authorize, plain)).doesNotContain("lanyard_request_");
        String begun = get(replicas.get(0), authorize, ofPage.group(2) + "=" + ofPage.group(3));
        assertThat(begun).startsWith("HTTP/1.1 303");
        assertBound(cookie(begun), "lanyard_request_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connect/x", "/v1/events", "/v1/connections/c/token", "/docs", "/x"})
    void browsersAreToldToStayWithHttps(String path) throws IOException {
        for (Replica replica : replicas) {
            assertThat(get(replica, path, "x=y").toLowerCase(java.util.Locale.ROOT))
                    .contains("strict-transport-security: max-age=31536000");
        }
    }
}
