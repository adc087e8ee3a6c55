package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.Wire.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.sandbox.SandboxClient.Credentials;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExchangeTest {
    /** RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    private Wire wire() {
        return Wire.of(publicUrl, new JsonObject());
    }

    @Test
    void answersWithTheFieldsOfBitbucket() {
        Wire wire = wire();

        JsonObject tokens = Wire.tokens(wire.exchange(wire.code()));

        assertThat(tokens.fieldNames())
                .containsExactlyInAnyOrder(
                        "scopes",
                        "access_token",
                        "expires_in",
                        "token_type",
                        "state",
                        "refresh_token");
        assertThat(tokens.getString("scopes")).isEqualTo("email account");
        assertThat(tokens.getInteger("expires_in")).isEqualTo(7200);
        assertThat(tokens.getString("token_type")).isEqualTo("bearer");
        assertThat(tokens.getString("state")).isEqualTo("authorization_code");
        assertThat(tokens.getString("refresh_token")).hasSize(300);
    }

    @Test
    void takesCredentialsInTheBodyToo() {
        Wire wire = wire();

        assertThat(
                        wire.sandbox()
                                .postForm(
                                        endpoint(wire),
                                        Map.of(
                                                "grant_type", "authorization_code",
                                                "code", wire.code(),
                                                "client_id", wire.clientId(),
                                                "client_secret", wire.client().clientSecret()))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesACodeOnce() {
        Wire wire = wire();
        String code = wire.code();

        int first = wire.exchange(code).statusCode();
        String second = wire.exchange(code).body();

        assertThat(first).isEqualTo(200);
        assertThat(new JsonObject(second))
                .isEqualTo(
                        JsonObject.of(
                                "error", "invalid_grant",
                                "error_description", "The specified code is not valid."));
        assertThat(wire.sandbox().codePresentations(wire.clientId())).isEqualTo(2);
    }

    @Test
    void tellsABadCodeFromABadSecret() {
        Wire wire = wire();
        Credentials wrong = new Credentials(wire.clientId(), "wrong");
        Map<String, String> form = Map.of("grant_type", "authorization_code", "code", "made-up");

        assertThat(error(wire.exchange("made-up"))).isEqualTo("400 invalid_grant");
        assertThat(new JsonObject(wire.sandbox().token(wrong, form).body()))
                .isEqualTo(
                        JsonObject.of(
                                "error", "unauthorized_client",
                                "error_description", "Invalid OAuth client credentials"));
    }

    @Test
    void refusesACodeOfAnotherConsumer() {
        Wire mine = wire();
        String code = mine.code();

        assertThat(error(wire().exchange(code))).isEqualTo("400 invalid_grant");
        assertThat(mine.exchange(code).statusCode()).isEqualTo(200);
    }

    @Test
    void wantsTheRedirectUriAgainIfItWasSent() {
        Wire wire = wire();
        String sent = "redirect_uri=" + URLEncoder.encode(Wire.CALLBACK, StandardCharsets.UTF_8);

        assertThat(error(wire.exchange(wire.code(sent)))).isEqualTo("400 invalid_grant");
        assertThat(
                        wire.exchange(wire.code(sent), Map.of("redirect_uri", Wire.CALLBACK))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void verifiesTheCodeVerifierIfAChallengeWasSent() {
        Wire wire = wire();
        String[] sent = {"code_challenge=" + CHALLENGE, "code_challenge_method=S256"};

        assertThat(error(wire.exchange(wire.code(sent)))).isEqualTo("400 invalid_grant");
        assertThat(error(wire.exchange(wire.code(sent), Map.of("code_verifier", "other"))))
                .isEqualTo("400 invalid_grant");
        assertThat(wire.exchange(wire.code(sent), Map.of("code_verifier", VERIFIER)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void wantsClientAuthentication() {
        Wire wire = wire();

        String answer = wire.sandbox().postForm(endpoint(wire), Map.of("grant_type", "x")).body();

        assertThat(new JsonObject(answer))
                .isEqualTo(
                        JsonObject.of(
                                "error",
                                "unauthorized_client",
                                "error_description",
                                "Requests must be authenticated using OAuth client credentials"));
    }

    @Test
    void refusesJson() {
        Wire wire = wire();
        HttpRequest.Builder json =
                HttpRequest.newBuilder(endpoint(wire))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"grant_type\":\"authorization_code\"}"));

        assertThat(error(wire.sandbox().send(json))).isEqualTo("400 invalid_request");
    }

    @Test
    void refusesAConsumerWithoutCallback() {
        Wire wire = wire();
        wire.sandbox().change(wire.clientId(), new JsonObject().putNull("callback_url"));

        assertThat(wire.exchange("made-up").body())
                .contains("invalid_request", "No callback uri defined for the OAuth client.");
    }

    @Test
    void givesAnAppUserNoRefreshToken() {
        Wire wire = wire();
        Map<String, String> form = Map.of("grant_type", "client_credentials");

        JsonObject tokens = Wire.tokens(wire.sandbox().token(wire.client(), form));
        wire.sandbox().change(wire.clientId(), JsonObject.of("public", true));

        assertThat(tokens.fieldNames()).contains("access_token").doesNotContain("refresh_token");
        assertThat(wire.sandbox().token(wire.client(), form).body())
                .contains("consumer marked as \\\"public\\\"");
    }

    @Test
    void knowsNoOtherGrant() {
        Wire wire = wire();

        assertThat(error(wire.sandbox().token(wire.client(), Map.of("grant_type", "password"))))
                .isEqualTo("400 unsupported_grant_type");
    }

    private static URI endpoint(Wire wire) {
        return URI.create(wire.sandbox().base() + "/site/oauth2/access_token");
    }
}
