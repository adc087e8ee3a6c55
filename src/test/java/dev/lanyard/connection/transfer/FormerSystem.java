package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.sandbox.SandboxClient;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Another system that holds grants of the same client, and may go on refreshing them. */
public final class FormerSystem {
    private final SandboxClient sandbox;
    private final URI url;
    private final Credentials client;

    /**
     * A system that uses that client.
     *
     * @param url of the sandbox's Lanyard
     */
    public FormerSystem(SandboxClient sandbox, URI url, Credentials client) {
        this.sandbox = sandbox;
        this.url = url;
        this.client = client;
    }

    /** A new grant of that account: the provider's response. */
    public JsonObject connect(String account) {
        URI authorize =
                URI.create(
                        url
                                + "/sandbox/bitbucket/site/oauth2/authorize?response_type=code&state=s&client_id="
                                + client.clientId());
        String query = sandbox.consent(authorize, account).getRawQuery();
        String code = query.replaceAll(".*\\bcode=([^&]*).*", "$1");
        return tokens(
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        URLDecoder.decode(code, StandardCharsets.UTF_8)));
    }

    /** It refreshes, as it did before: the token is another one then. */
    public JsonObject refresh(String refreshToken) {
        return tokens(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    private JsonObject tokens(Map<String, String> form) {
        HttpResponse<String> response = sandbox.token(client, form);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }
}
