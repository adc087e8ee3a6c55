package dev.lanyard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConsentTest {
    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    private Wire wire() {
        return Wire.of(publicUrl, JsonObject.of("name", "Tenant <b>app</b>"));
    }

    @Test
    void namesTheConsumerItsPermissionsAndTheAccounts() {
        Wire wire = wire();

        HttpResponse<String> page = wire.sandbox().open(wire.authorizeUrl());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Tenant &lt;b&gt;app&lt;/b&gt;", "<code>account</code>", "Grace Hopper")
                .doesNotContain("<script", "style=");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void sendsCodeAndStateToTheCallback() {
        Wire wire = wire();

        URI callback = wire.sandbox().consent(wire.authorizeUrl("state=a%2Bb%26c"), Wire.ADA);

        assertThat(callback.toString()).startsWith(Wire.CALLBACK + "?");
        assertThat(Wire.query(callback)).containsKey("code").containsEntry("state", "a+b&c");
    }

    @Test
    void keepsTheCallbacksOwnQuery() {
        Wire wire = wire();
        String own = Wire.CALLBACK + "?tenant=1";
        wire.sandbox().change(wire.clientId(), JsonObject.of("callback_url", own));

        URI callback = wire.sandbox().consent(wire.authorizeUrl(), Wire.ADA);

        assertThat(Wire.query(callback)).containsEntry("tenant", "1").containsKey("code");
    }

    @Test
    void tellsTheCallbackThatTheUserDenied() {
        Wire wire = wire();

        URI callback = wire.sandbox().deny(wire.authorizeUrl("state=s"));

        assertThat(Wire.query(callback))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "s")
                .containsKey("error_description")
                .doesNotContainKey("code");
    }

    @Test
    void acceptsOneDecisionPerPage() {
        Wire wire = wire();
        Matcher id =
                Pattern.compile("name=\"consent\" value=\"([^\"]+)\"")
                        .matcher(wire.sandbox().open(wire.authorizeUrl()).body());
        assertThat(id.find()).isTrue();
        URI address = URI.create(wire.sandbox().base() + "/site/oauth2/authorize");
        Map<String, String> decision = Map.of("consent", id.group(1), "decision", "grant");

        int first = wire.sandbox().postForm(address, decision).statusCode();
        HttpResponse<String> second = wire.sandbox().postForm(address, decision);

        assertThat(first).isEqualTo(303);
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void showsItsOwnErrorPageAndNeverRedirectsWhenTheRequestIsWrong() {
        Wire wire = wire();
        URI unknownClient =
                URI.create(
                        wire.sandbox().base()
                                + "/site/oauth2/authorize?response_type=code&client_id=nobody");
        URI otherType =
                URI.create(wire.authorizeUrl().toString().replace("type=code", "type=token"));

        assertThat(errorPage(wire, unknownClient)).contains("Invalid client_id");
        assertThat(errorPage(wire, otherType)).contains("Invalid response_type");
        assertThat(errorPage(wire, wire.authorizeUrl("redirect_uri=https://client.example/")))
                .contains("Invalid redirect_uri");
        assertThat(errorPage(wire, wire.authorizeUrl("code_challenge=x")))
                .contains("Invalid code_challenge_method");
    }

    @Test
    void showsItsErrorPageForAConsumerWithoutCallback() {
        Wire wire = wire();
        wire.sandbox().change(wire.clientId(), new JsonObject().putNull("callback_url"));

        assertThat(errorPage(wire, wire.authorizeUrl())).contains("No callback uri defined");
    }

    private static String errorPage(Wire wire, URI address) {
        HttpResponse<String> page = wire.sandbox().open(address);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.headers().firstValue("Location")).isEmpty();
        return page.body();
    }
}
