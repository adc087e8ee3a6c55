package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The error code and words of a refusal, in the shapes that are met: RFC 6749 §5.2, an error
 * object, a list of errors, a code beside a message, each of them one level deeper, too.
 *
 * @param codes what may be the code, the likeliest first
 * @param description the provider's words
 */
record ErrorFields(List<String> codes, String description) {
    /**
     * As {@link #squeezed} makes them of {@code error_code}, {@code errorCode}, {@code ErrorCode}.
     */
    private static final List<String> CODES =
            List.of(
                    "error",
                    "code",
                    "type",
                    "status",
                    "reason",
                    "name",
                    "errorcode",
                    "errortype",
                    "errcode",
                    "err",
                    "_type");

    private static final List<String> WORDS =
            List.of(
                    "errordescription",
                    "description",
                    "message",
                    "errormessage",
                    "errorsummary",
                    "errmsg",
                    "msg",
                    "err",
                    "detail",
                    "details",
                    "errorreason",
                    "title",
                    "reason");

    private static final List<String> NUMBERS = List.of("errorcode", "errcode", "errno", "code");
    private static final int OK = 200;

    /** Values of {@code status} or {@code message} that say no more than that it is a refusal. */
    private static final Set<String> FAILED = Set.of("error", "fail", "failed", "failure");

    private static final String UNNAMED = "error";

    /**
     * Reads a body.
     *
     * @param refused whether status or mark of success say that it is a refusal
     * @return empty if it is no error
     */
    static Optional<ErrorFields> of(JsonNode body, boolean refused) {
        JsonNode root = body.isArray() ? body.path(0) : body;
        return stated(root)
                .or(() -> parts(root).flatMap(part -> stated(part).stream()).findFirst())
                .or(() -> refused || saysFailure(root) ? unstated(root) : Optional.empty())
                .or(() -> parts(root).flatMap(part -> told(part, refused)).findFirst());
    }

    private static Stream<ErrorFields> told(JsonNode part, boolean refused) {
        return refused || saysFailure(part) ? unstated(part).stream() : Stream.empty();
    }

    private static Stream<JsonNode> parts(JsonNode root) {
        return StreamSupport.stream(root.spliterator(), false).filter(JsonNode::isObject);
    }

    /** What stands under {@code error} or {@code errors}. */
    private static Optional<ErrorFields> stated(JsonNode body) {
        JsonNode error = at(body, "error");
        if (isSaid(error)) {
            return Optional.of(new ErrorFields(codes(error, body), words(body)));
        }
        JsonNode nested = error.isContainerNode() ? error : at(body, "errors");
        JsonNode first = nested.isArray() ? nested.path(0) : nested;
        if (first.isTextual() && !first.asText().isBlank()) {
            return Optional.of(new ErrorFields(List.of(first.asText()), words(body)));
        }
        return first.isObject() && !first.isEmpty()
                ? Optional.of(new ErrorFields(named(codes(first)), words(first)))
                : Optional.empty();
    }

    /** A mark that there is one says less than what stands beside it; {@code false} is none. */
    private static boolean isSaid(JsonNode error) {
        return error.isTextual()
                ? !error.asText().isBlank()
                : error.asBoolean() && error.isValueNode();
    }

    private static List<String> codes(JsonNode error, JsonNode body) {
        Set<String> codes = new LinkedHashSet<>();
        if (error.isTextual()) {
            codes.add(error.asText());
        }
        codes.addAll(codes(body));
        codes.add(error.asText());
        return List.copyOf(codes);
    }

    /** What stands beside no {@code error}, where it is a refusal all the same. */
    private static Optional<ErrorFields> unstated(JsonNode body) {
        List<String> codes = codes(body);
        String words = words(body);
        return codes.isEmpty() && words.isEmpty()
                ? Optional.empty()
                : Optional.of(new ErrorFields(named(codes), words));
    }

    private static boolean saysFailure(JsonNode body) {
        return isFailed(at(body, "status"))
                || isFailed(at(body, "message"))
                || isNo(at(body, "ok"))
                || isNo(at(body, "success"))
                || NUMBERS.stream().map(name -> at(body, name)).anyMatch(ErrorFields::isFault);
    }

    private static boolean isFailed(JsonNode word) {
        return FAILED.contains(word.asText().toLowerCase(Locale.ROOT));
    }

    /** Where a response has numbers for errors, none or HTTP's is no error. */
    private static boolean isFault(JsonNode number) {
        return number.isIntegralNumber() && number.asLong() != 0 && number.asLong() != OK;
    }

    private static boolean isNo(JsonNode mark) {
        return mark.isBoolean() && !mark.asBoolean();
    }

    private static List<String> named(List<String> codes) {
        return codes.isEmpty() ? List.of(UNNAMED) : codes;
    }

    /** Texts before numbers: {@code "code": 401} says less than {@code "status": "UNKNOWN"}. */
    private static List<String> codes(JsonNode holder) {
        List<String> texts = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (String name : CODES) {
            JsonNode value = at(holder, name);
            if (value.isTextual() && !value.asText().isBlank()) {
                texts.add(value.asText());
            } else if (value.isNumber()) {
                numbers.add(value.asText());
            }
        }
        texts.addAll(0, ofField(holder));
        texts.addAll(numbers);
        return texts;
    }

    /** {@code {"field":"refresh_token","code":"invalid"}} and its like, in one word. */
    private static List<String> ofField(JsonNode holder) {
        String field = at(holder, "field").asText();
        String what = field.isBlank() ? at(holder, "resource").asText() : field;
        String code = at(holder, "code").asText();
        return what.isBlank() || code.isBlank() ? List.of() : List.of(code + "_" + what);
    }

    /** A field, however its name is spelled. */
    private static JsonNode at(JsonNode holder, String name) {
        if (holder.has(name)) {
            return holder.path(name);
        }
        Iterator<Map.Entry<String, JsonNode>> fields = holder.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (squeezed(field.getKey()).equals(name)) {
                return field.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static String squeezed(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("(?<=.)[_-]", "").replaceFirst("^__", "_");
    }

    private static String words(JsonNode holder) {
        return WORDS.stream()
                .map(name -> at(holder, name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank() && !FAILED.contains(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse("");
    }
}
