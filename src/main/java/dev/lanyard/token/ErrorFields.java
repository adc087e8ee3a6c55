package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
    private static final List<String> CODES =
            List.of("error", "code", "type", "status", "reason", "name", "error_code", "errorCode");
    private static final List<String> WORDS =
            List.of(
                    "error_description",
                    "errorDescription",
                    "description",
                    "message",
                    "error_message",
                    "errorMessage",
                    "msg",
                    "detail",
                    "details",
                    "error_reason",
                    "title");

    /** Values of {@code status} that say no more than that it is a refusal. */
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
                .or(() -> refused || saysFailure(root) ? unstated(root) : Optional.empty());
    }

    private static Stream<JsonNode> parts(JsonNode root) {
        return StreamSupport.stream(root.spliterator(), false).filter(JsonNode::isObject);
    }

    /** What stands under {@code error} or {@code errors}. */
    private static Optional<ErrorFields> stated(JsonNode body) {
        JsonNode error = body.path("error");
        if (isSaid(error)) {
            return Optional.of(new ErrorFields(codes(error, body), words(body)));
        }
        JsonNode nested = error.isContainerNode() ? error : body.path("errors");
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
        return FAILED.contains(body.path("status").asText().toLowerCase(Locale.ROOT))
                || isNo(body.path("ok"))
                || isNo(body.path("success"));
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
            JsonNode value = holder.path(name);
            if (value.isTextual() && !value.asText().isBlank()) {
                texts.add(value.asText());
            } else if (value.isNumber()) {
                numbers.add(value.asText());
            }
        }
        texts.addAll(numbers);
        return texts;
    }

    private static String words(JsonNode holder) {
        return WORDS.stream()
                .map(holder::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }
}
