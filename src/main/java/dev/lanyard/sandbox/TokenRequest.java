package dev.lanyard.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** A request to the token endpoint (RFC 6749 §4.1.3, §4.4.2, §6), not yet authenticated. */
record TokenRequest(String clientId, String clientSecret, MultiMap form) {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Fails with {@link TokenError} if it is no form or brings no credentials. */
    static TokenRequest of(RoutingContext ctx) {
        String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            throw TokenError.invalidRequest("The request body must be " + FORM + ".");
        }
        MultiMap form = ctx.request().formAttributes();
        return basic(ctx, form).or(() -> inBody(form)).orElseThrow(TokenError::notAuthenticated);
    }

    /** The same with the credentials form-decoded, as they are in a Basic pair. */
    TokenRequest decoded() {
        return new TokenRequest(formDecoded(clientId), formDecoded(clientSecret), form);
    }

    private static String formDecoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** A response that repeats what was presented, where it names that. */
    SandboxResponse echo(SandboxResponse response) {
        String body = response.body().toString();
        if (!body.contains("{token}") && !body.contains("{secret}")) {
            return response;
        }
        String presented = value("code").or(() -> value("refresh_token")).orElse("");
        return response.withBody(
                Buffer.buffer(
                        body.replace("{token}", escaped(presented))
                                .replace("{secret}", escaped(clientSecret))));
    }

    /** As it stands within a text of JSON. */
    private static String escaped(String text) {
        String quoted = Json.encode(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    String grantType() {
        return value("grant_type").orElse("");
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(form.get(name));
    }

    FaultPoint place() {
        return grantType().equals("refresh_token") ? FaultPoint.REFRESH : FaultPoint.EXCHANGE;
    }

    private static Optional<TokenRequest> basic(RoutingContext ctx, MultiMap form) {
        String header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String[] pair = decoded(header.substring(6).strip()).split(":", 2);
        return pair.length == 2
                ? Optional.of(new TokenRequest(pair[0], pair[1], form))
                : Optional.empty();
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Optional<TokenRequest> inBody(MultiMap form) {
        String id = form.get("client_id");
        String secret = form.get("client_secret");
        return id == null || secret == null
                ? Optional.empty()
                : Optional.of(new TokenRequest(id, secret, form));
    }

    @Override
    public String toString() {
        return "TokenRequest[" + clientId + ", " + grantType() + "]";
    }
}
