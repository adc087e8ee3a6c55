package dev.lanyard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UserApiTest {
    @ConfigProperty(name = "lanyard.public-url")
    String publicUrl;

    private final JsonObject withRepositories =
            JsonObject.of("permissions", new JsonArray().add("account").add("repository"));

    @Test
    void tellsWhoConnected() {
        Wire wire = Wire.of(publicUrl, withRepositories);

        HttpResponse<String> answer = get(wire, "/user");

        JsonObject user = new JsonObject(answer.body());
        assertThat(user.getString("display_name")).isEqualTo(Wire.ADA);
        assertThat(user.getString("nickname")).isEqualTo("ada-lovelace");
        assertThat(user.getString("uuid")).matches("\\{[0-9a-f-]{36}}");
        assertThat(user.getJsonObject("links").fieldNames()).contains("avatar", "html");
        assertThat(answer.headers().firstValue("X-OAuth-Scopes"))
                .contains("email, account, repository");
    }

    @Test
    void listsEmailsWorkspacesAndRepositories() {
        Wire wire = Wire.of(publicUrl, withRepositories);

        assertThat(get(wire, "/user/emails").body()).contains("ada-lovelace@example.com");
        assertThat(get(wire, "/user/workspaces").body()).contains("\"slug\":\"ada-lovelace\"");
        assertThat(get(wire, "/repositories/w1").body()).contains("w1/notes");
    }

    @Test
    void refusesUnknownAndExpiredTokensInBitbucketsWords() {
        Wire wire = Wire.of(publicUrl, withRepositories);
        String token = wire.connect().getString("access_token");
        wire.sandbox().expireAccessTokens(wire.clientId());

        HttpResponse<String> expired = wire.sandbox().api("/user", token);

        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(expired.body())
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"message\":\"Access token expired. Use"
                                + " your refresh token to obtain a new access token.\"}}");
        assertThat(wire.sandbox().api("/user", "made-up").statusCode()).isEqualTo(401);
    }

    @Test
    void namesAMissingPermission() {
        Wire wire = Wire.of(publicUrl, JsonObject.of("permissions", new JsonArray().add("wiki")));

        HttpResponse<String> answer = get(wire, "/user");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getJsonObject("detail"))
                .isEqualTo(
                        JsonObject.of(
                                "required", new JsonArray().add("account"),
                                "granted", new JsonArray().add("wiki")));
    }

    @Test
    void limitsTheRateOfAConsumer() {
        Wire wire = Wire.of(publicUrl, withRepositories);
        String token = wire.connect().getString("access_token");
        wire.sandbox().change(wire.clientId(), JsonObject.of("requests_per_second", 1));

        HttpResponse<String> limited = wire.sandbox().api("/user", token);
        while (limited.statusCode() == 200) {
            limited = wire.sandbox().api("/user", token);
        }

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.body()).isEqualTo("Rate limit for this resource has been exceeded");
        assertThat(limited.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(limited.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void answersGoneWhereBitbucketDoes() {
        Wire wire = Wire.of(publicUrl, withRepositories);

        assertThat(get(wire, "/workspaces").statusCode()).isEqualTo(410);
    }

    private static HttpResponse<String> get(Wire wire, String path) {
        return wire.sandbox().api(path, wire.connect().getString("access_token"));
    }
}
