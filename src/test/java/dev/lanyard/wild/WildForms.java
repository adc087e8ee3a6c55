package dev.lanyard.wild;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The form of the responses that bring tokens.
 *
 * @param shape 0: as RFC 6749 has it
 * @param expiresIn in JSON; empty: left out
 * @param absent how a refresh token that does not rotate is said; 0: not at all
 */
record WildForms(int shape, String expiresIn, String type, int absent, String scope) {
    static final List<String> LIFETIMES =
            List.of(
                    "3600",
                    "3600",
                    "\"3600\"",
                    "\" 3600 \"",
                    "3600.0",
                    "\"3600.5\"",
                    "null",
                    "",
                    "\"1h\"",
                    "0",
                    "-1",
                    "true",
                    "[]",
                    "1e300",
                    "99999999999");

    static WildForms of(Random random) {
        return new WildForms(
                random.nextInt(5),
                WildWords.one(random, LIFETIMES),
                WildWords.one(random, List.of("Bearer", "bearer", "BEARER", "")),
                random.nextInt(3),
                WildWords.one(random, List.of("", "account email", "a,b", "a\\u0000b")));
    }

    /**
     * A response with these tokens.
     *
     * @param refreshToken null: the one presented stays in use
     */
    String body(String accessToken, String refreshToken) {
        JsonObject tokens = new JsonObject().put("access_token", accessToken);
        if (refreshToken != null) {
            tokens.put("refresh_token", refreshToken);
        } else if (absent > 0) {
            tokens.put("refresh_token", absent == 1 ? null : "");
        }
        if (!type.isEmpty()) {
            tokens.put("token_type", type);
        }
        if (!scope.isEmpty()) {
            tokens.put("scope", scope.replace("\\u0000", "\0"));
        }
        return shaped(tokens);
    }

    private String shaped(JsonObject tokens) {
        return switch (shape) {
            case 1 -> "\uFEFF" + json(tokens);
            case 2 -> form(tokens);
            case 3 -> "{\"ok\":true,\"authed_user\":" + json(tokens) + "}";
            case 4 -> "\n\n" + json(tokens.put("extra", JsonObject.of("a", 1))) + "\n";
            default -> json(tokens);
        };
    }

    private String json(JsonObject tokens) {
        String text = tokens.encode();
        return expiresIn.isEmpty()
                ? text
                : text.substring(0, text.length() - 1) + ",\"expires_in\":" + expiresIn + "}";
    }

    private String form(JsonObject tokens) {
        String fields =
                tokens.stream()
                        .filter(field -> field.getValue() != null)
                        .map(field -> field.getKey() + "=" + encode(field.getValue().toString()))
                        .collect(Collectors.joining("&"));
        return expiresIn.isEmpty()
                ? fields
                : fields + "&expires_in=" + encode(expiresIn.replace("\"", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
