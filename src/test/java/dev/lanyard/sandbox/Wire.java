package dev.lanyard.sandbox;

import dev.lanyard.sandbox.SandboxClient.Credentials;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A client of the sandbox for the sandbox's own tests: one consumer, and the requests of OAuth. */
record Wire(SandboxClient sandbox, Credentials client) {
    static final String CALLBACK = "https://client.example/callback";
    static final String ADA = "Ada Lovelace";

    /** With a consumer of these fields. */
    static Wire of(String publicUrl, JsonObject fields) {
        SandboxClient sandbox = new SandboxClient(URI.create(publicUrl));
        return new Wire(
                sandbox, sandbox.createConsumer(fields.copy().put("callback_url", CALLBACK)));
    }

    String clientId() {
        return client.clientId();
    }

    /** The authorization endpoint with these further parameters, {@code "state=x"}. */
    URI authorizeUrl(String... parameters) {
        String more = Arrays.stream(parameters).map(p -> "&" + p).collect(Collectors.joining());
        return URI.create(
                sandbox.base()
                        + "/site/oauth2/authorize?response_type=code&client_id="
                        + clientId()
                        + more);
    }

    String code(String... parameters) {
        return query(sandbox.consent(authorizeUrl(parameters), ADA)).get("code");
    }

    HttpResponse<String> exchange(String code) {
        return exchange(code, Map.of());
    }

    HttpResponse<String> exchange(String code, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(more);
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        return sandbox.token(client, form);
    }

    HttpResponse<String> refresh(String refreshToken) {
        return sandbox.token(client, refreshForm(refreshToken));
    }

    static Map<String, String> refreshForm(String refreshToken) {
        return Map.of("grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    /** The tokens of a whole journey. */
    JsonObject connect() {
        return tokens(exchange(code()));
    }

    /** The tokens of an answer that must have them. */
    static JsonObject tokens(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    static String refreshToken(HttpResponse<String> answer) {
        return tokens(answer).getString("refresh_token");
    }

    static String error(HttpResponse<String> answer) {
        return answer.statusCode() + " " + new JsonObject(answer.body()).getString("error");
    }

    static Map<String, String> query(URI address) {
        return Arrays.stream(address.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(p -> p[0], p -> decoded(p[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
