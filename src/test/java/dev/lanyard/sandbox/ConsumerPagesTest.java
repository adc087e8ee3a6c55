package dev.lanyard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConsumerPagesTest {
    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    private Wire wire;

    @BeforeEach
    void createConsumer() {
        wire = Wire.of(publicUrl, new JsonObject());
    }

    @Test
    void addsAConsumerByItsForm() {
        String form = get("/consumers/new").body();
        HttpResponse<String> created =
                post(
                        "/consumers",
                        Map.of(
                                "name", "By hand",
                                "callback_url", Wire.CALLBACK,
                                "permissions", "pullrequest:write"));

        assertThat(form).contains("Callback URL", "value=\"repository:write\"");
        assertThat(created.statusCode()).isEqualTo(201);
        Matcher codes = Pattern.compile("<code>([^<]+)</code>").matcher(created.body());
        assertThat(codes.find()).isTrue();
        assertThat(get("/consumers/" + codes.group(1)).body())
                .contains("By hand", "repository repository:write pullrequest pullrequest:write");
    }

    @Test
    void areFoundByTheSandboxsAddressAlone() {
        for (String path : new String[] {"", "/"}) {
            HttpResponse<String> start = get(path);

            assertThat(start.statusCode()).isEqualTo(303);
            assertThat(start.headers().firstValue("Location"))
                    .contains("/sandbox/bitbucket/consumers");
        }
    }

    @Test
    void tellsWhatIsWrongWithTheForm() {
        HttpResponse<String> page =
                post("/consumers", Map.of("name", "x", "callback_url", "nowhere"));

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("callback_url must be an absolute URL");
    }

    @Test
    void switchesAFaultOnAndOff() {
        String page = "/consumers/" + wire.clientId();
        post(
                page + "/faults",
                Map.of("fault", "slow", "where", "", "times", "2", "settings", "millis=5"));
        String on = get(page).body();
        Matcher id = Pattern.compile("name=\"id\" value=\"(\\d+)\"").matcher(on);
        assertThat(id.find()).isTrue();

        HttpResponse<String> off = post(page + "/faults/off", Map.of("id", id.group(1)));

        assertThat(on).contains("{&quot;millis&quot;:5}");
        assertThat(off.statusCode()).isEqualTo(303);
        assertThat(get(page).body()).contains("All is well.");
    }

    @Test
    void revokesAGrant() {
        String token = wire.connect().getString("refresh_token");
        String grant = wire.sandbox().grants(wire.clientId()).get(0).getString("id");

        post("/consumers/" + wire.clientId() + "/revoke", Map.of("grant_id", grant));

        assertThat(Wire.error(wire.refresh(token))).isEqualTo("400 unauthorized_client");
    }

    @Test
    void servesItsStyle() {
        HttpResponse<String> css = get("/sandbox.css");

        assertThat(css.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(get("/consumers").body()).contains("/sandbox/bitbucket/sandbox.css");
    }

    private HttpResponse<String> get(String path) {
        return wire.sandbox().send(HttpRequest.newBuilder(address(path)));
    }

    private HttpResponse<String> post(String path, Map<String, String> form) {
        return wire.sandbox().postForm(address(path), form);
    }

    private URI address(String path) {
        return URI.create(wire.sandbox().base() + path);
    }
}
