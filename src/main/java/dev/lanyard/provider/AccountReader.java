package dev.lanyard.provider;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lanyard.problem.OutsideText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Takes from a provider's JSON what its entry points at: leniently, all of it outside text. */
final class AccountReader {
    /** Not the API's mapper: somebody else's mistakes are no reason to lose an answer. */
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(
                            JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
                            JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
                            JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                            JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
                            JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .build();

    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int MAX_EMAIL = 320;
    private static final int MAX_LINK = 2000;
    private static final Pattern EMAIL = Pattern.compile("[^\\s\\p{Cntrl}@]+@[^\\s\\p{Cntrl}@]+");

    private AccountReader() {}

    /** The response's tree; an empty one if it is no JSON. */
    static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** The same JSON, its texts without needless escapes; what is none as it is. */
    static String unescaped(String body) {
        JsonNode tree = body.indexOf('\\') < 0 ? MissingNode.getInstance() : parse(body);
        return tree.isContainerNode() ? tree.toString() : body;
    }

    /** The account; empty without a usable id, which is never cut. */
    static Optional<Account> account(Provider.AccountSource source, JsonNode body) {
        String scheme = source.url().getScheme();
        return text(body, source.id())
                .filter(id -> ID.matcher(id).matches())
                .map(
                        id ->
                                new Account(
                                        id,
                                        cut(body, source.name()),
                                        cut(body, source.username()),
                                        source.email()
                                                .flatMap(pointer -> address(body, pointer))
                                                .orElse(null),
                                        link(body, source.avatarUrl(), scheme),
                                        link(body, source.profileUrl(), scheme)));
    }

    /** What stands in the place of the id, and why it is none. */
    static String whyNoId(Provider.AccountSource source, JsonNode body) {
        JsonNode id = body.at(source.id());
        String place = source.id().isEmpty() ? "the answer" : source.id();
        if (id.isMissingNode() || id.isNull()) {
            return "there is nothing at " + place;
        }
        if (id.isNumber()) {
            return OutsideText.cut(id.asText())
                    + " at "
                    + place
                    + " is not a whole number, and so no id that stays the same";
        }
        return id.isTextual()
                ? "the text at " + place + " is no id of 1 to 255 visible ASCII characters"
                : "what stands at " + place + " is neither text nor a whole number";
    }

    /** The provider's own words about an error, cut; empty if it has none. */
    static String words(JsonNode body) {
        return Stream.of(
                        "/error/message",
                        "/error_description",
                        "/error/description",
                        "/message",
                        "/error/detail",
                        "/detail",
                        "/errors/0/message",
                        "/error")
                .map(body::at)
                .filter(JsonNode::isTextual)
                .map(node -> String.valueOf(OutsideText.cut(node.asText())))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    /** The primary confirmed mail address of a list. */
    static Optional<String> email(Provider.EmailSource source, JsonNode body) {
        return items(body, source.list())
                .filter(item -> flag(item, source.primary()) && flag(item, source.confirmed()))
                .findFirst()
                .flatMap(item -> address(item, source.value()));
    }

    /** The scopes that Bitbucket's 403 says are lacking. */
    static List<String> lacking(JsonNode body) {
        return items(body, "/error/detail/required")
                .filter(JsonNode::isTextual)
                .map(scope -> String.valueOf(OutsideText.cut(scope.textValue())))
                .toList();
    }

    private static Stream<JsonNode> items(JsonNode body, String pointer) {
        return StreamSupport.stream(body.at(pointer).spliterator(), false);
    }

    private static boolean flag(JsonNode item, Optional<String> pointer) {
        return pointer.isEmpty() || item.at(pointer.get()).asBoolean();
    }

    private static Optional<String> text(JsonNode body, String pointer) {
        JsonNode value = body.at(pointer);
        return value.isTextual() || value.isIntegralNumber()
                ? Optional.of(value.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private static @Nullable String cut(JsonNode body, Optional<String> pointer) {
        return pointer.flatMap(at -> text(body, at))
                .map(OutsideText::cut)
                .filter(text -> !text.isBlank())
                .orElse(null);
    }

    private static Optional<String> address(JsonNode body, String pointer) {
        return text(body, pointer)
                .filter(text -> text.length() <= MAX_EMAIL && EMAIL.matcher(text).matches());
    }

    private static @Nullable String link(
            JsonNode body, Optional<String> pointer, String schemeOfSource) {
        return pointer.flatMap(at -> text(body, at))
                .map(text -> text.replace("{", "%7B").replace("}", "%7D")) // Bitbucket's uuids
                .filter(text -> text.length() <= MAX_LINK && isLink(text, schemeOfSource))
                .orElse(null);
    }

    /** https; plain http only from a provider that is itself asked by http (sandbox, loopback). */
    private static boolean isLink(String text, String schemeOfSource) {
        try {
            URI uri = new URI(text);
            boolean scheme =
                    "https".equals(uri.getScheme()) || schemeOfSource.equals(uri.getScheme());
            return scheme && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
