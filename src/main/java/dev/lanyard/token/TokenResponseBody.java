package dev.lanyard.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The fields of a token response, whatever form it has: JSON or form-encoded, at the entry's
 * pointers, at the top or one level deeper.
 */
final class TokenResponseBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_FIELDS = 200;

    private final JsonNode root;
    private final JsonNode fields;
    private final TokenDialect.TokenPointers pointers;

    private TokenResponseBody(JsonNode root, TokenDialect.TokenPointers pointers) {
        this.root = root;
        this.fields = holder(root);
        this.pointers = pointers;
    }

    static TokenResponseBody read(String text, TokenDialect dialect) {
        JsonNode json = json(text);
        return new TokenResponseBody(
                json.isContainerNode() ? json : form(text), dialect.pointers());
    }

    private static JsonNode json(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Empty if it is none. */
    private static JsonNode form(String text) {
        ObjectNode form = JSON.createObjectNode();
        if (text.indexOf('=') < 1 || text.stripLeading().startsWith("<")) {
            return form;
        }
        String[] pairs = text.strip().split("&", MOST_FIELDS);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** The object with the access token: the whole, or a part of it. A list is no response. */
    private static JsonNode holder(JsonNode root) {
        if (root.path("access_token").isValueNode() && !root.path("access_token").isNull()) {
            return root;
        }
        for (JsonNode part : root.isObject() ? root : MissingNode.getInstance()) {
            if (part.path("access_token").isValueNode()) {
                return part;
            }
        }
        return root;
    }

    JsonNode accessToken() {
        return at(pointers.accessToken(), "access_token");
    }

    JsonNode refreshToken() {
        return at(pointers.refreshToken(), "refresh_token");
    }

    JsonNode expiresIn() {
        return at(pointers.expiresIn(), "expires_in");
    }

    JsonNode scope() {
        JsonNode scope = at(pointers.scope(), "scope");
        return either("scopes").isMissingNode() || pointers.scope().isPresent()
                ? scope
                : either("scopes");
    }

    JsonNode tokenType() {
        return either("token_type");
    }

    /** Where the access token is looked for. */
    String accessTokenPlace() {
        return pointers.accessToken().orElse("access_token");
    }

    private JsonNode at(Optional<String> pointer, String name) {
        JsonNode pointed = pointer.map(root::at).orElse(MissingNode.getInstance());
        return pointed.isMissingNode() ? either(name) : pointed;
    }

    /** Beside the access token, else at the top. */
    private JsonNode either(String name) {
        return fields.has(name) ? fields.path(name) : root.path(name);
    }

    /** The object that holds the tokens. */
    JsonNode fields() {
        return fields;
    }

    JsonNode root() {
        return root;
    }

    /** Whether there is anything at all that could be read. */
    boolean isReadable() {
        return !root.isEmpty();
    }

    /** Whether the entry's mark of success is there and says no. */
    boolean saysFailure() {
        return pointers.success()
                .filter(mark -> !root.at(mark.pointer()).asText("").equals(mark.is()))
                .isPresent();
    }
}
