package dev.lanyard.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The fields of a token response, whatever form it has: JSON or form-encoded, at the entry's
 * pointers, at the top or some levels deeper.
 */
final class TokenResponseBody {
    /** What a strict reader would lose a rotated token for. */
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(
                            JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                            JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
                            JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                            JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
                            JsonReadFeature.ALLOW_SINGLE_QUOTES,
                            JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                            JsonReadFeature.ALLOW_JAVA_COMMENTS,
                            JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build();

    private static final int MOST_FIELDS = 200;
    private static final int DEEPEST = 3;
    private static final Pattern WORD = Pattern.compile("_(\\w)");

    private final JsonNode root;

    /** The object with the access token, and those around it, the nearest first. */
    private final List<JsonNode> chain;

    private final TokenDialect.TokenPointers pointers;

    private TokenResponseBody(JsonNode root, TokenDialect.TokenPointers pointers) {
        this.root = root;
        this.chain = chain(root);
        this.pointers = pointers;
    }

    static TokenResponseBody read(String text, TokenDialect dialect) {
        JsonNode json = json(text);
        String inner = json.isTextual() ? json.asText() : text; // encoded twice
        JsonNode root = json.isTextual() ? json(inner) : json;
        return new TokenResponseBody(
                root.isContainerNode() ? root : otherwise(inner, dialect.pointers()),
                dialect.pointers());
    }

    /** A form, or JSON that something stands before, or that is cut off. */
    private static JsonNode otherwise(String text, TokenDialect.TokenPointers pointers) {
        JsonNode form = form(text);
        if (holdsToken(form) || form.has("error")) {
            return form;
        }
        JsonNode embedded =
                EmbeddedJson.in(
                        text,
                        JSON,
                        (object, whole) -> whole ? says(object) : saysAll(object, pointers));
        return embedded.isEmpty() ? form : embedded;
    }

    private static boolean says(JsonNode object) {
        return object.path("error").isTextual() || holdsToken(chain(object).get(0));
    }

    /**
     * Whether nothing that matters can be missing, if this is what was left of a response: an
     * error, or both tokens, side by side or where the entry has them.
     */
    private static boolean saysAll(JsonNode object, TokenDialect.TokenPointers pointers) {
        if (object.path("error").isTextual()) {
            return !holdsToken(object);
        }
        return pointers.accessToken()
                        .map(pointer -> !object.at(pointer).isMissingNode())
                        .orElseGet(() -> holdsToken(object))
                && pointers.refreshToken()
                        .map(pointer -> !object.at(pointer).isMissingNode())
                        .orElseGet(() -> !named(object, "refresh_token").isMissingNode());
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
                String name = decoded(pair.substring(0, equals));
                form.put(name, value(name, pair.substring(equals + 1)));
            }
        }
        return form;
    }

    /** A plus in a token is one that was not encoded: no token holds a blank. */
    private static String value(String name, String text) {
        return decoded(name.endsWith("oken") ? text.replace("+", "%2B") : text);
    }

    /** As a form has it; as it is, where it is none of a form's. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /**
     * The object with the access token, and those around it: the whole, or a part of it, at most
     * three levels deeper. A list is no response.
     */
    private static List<JsonNode> chain(JsonNode root) {
        List<List<JsonNode>> level = List.of(List.of(root));
        for (int depth = 0; depth <= DEEPEST && !level.isEmpty(); depth++) {
            Optional<List<JsonNode>> found =
                    level.stream().filter(chain -> holdsToken(chain.get(0))).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            level = level.stream().flatMap(TokenResponseBody::deeper).limit(MOST_FIELDS).toList();
        }
        return List.of(root);
    }

    private static Stream<List<JsonNode>> deeper(List<JsonNode> chain) {
        JsonNode object = chain.get(0);
        return object.isObject()
                ? StreamSupport.stream(object.spliterator(), false)
                        .map(part -> part.isArray() ? part.path(0) : part)
                        .filter(JsonNode::isObject)
                        .map(part -> Stream.concat(Stream.of(part), chain.stream()).toList())
                : Stream.empty();
    }

    private static boolean holdsToken(JsonNode object) {
        JsonNode token = named(object, "access_token");
        return token.isValueNode() && !token.isNull() && !token.asText().isBlank();
    }

    /** As RFC 6749 spells it, else {@code accessToken} or {@code AccessToken}. */
    private static JsonNode named(JsonNode object, String name) {
        String camelCase =
                WORD.matcher(name).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
        String pascalCase =
                camelCase.substring(0, 1).toUpperCase(Locale.ROOT) + camelCase.substring(1);
        return Stream.of(name, camelCase, pascalCase)
                .filter(object::has)
                .findFirst()
                .map(object::path)
                .orElse(MissingNode.getInstance());
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

    /** Beside the access token, else around it, the nearest first. */
    private JsonNode either(String name) {
        return chain.stream()
                .map(object -> named(object, name))
                .filter(value -> !value.isMissingNode())
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** The object that holds the tokens. */
    JsonNode fields() {
        return chain.get(0);
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
