package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The error code and words of a refusal, in the shapes that are met: RFC 6749 §5.2, an error
 * object, a list of errors, a code beside a message.
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
                    "detail",
                    "details",
                    "error_reason",
                    "title");

    /**
     * Reads a body.
     *
     * @param refused whether status or mark of success say that it is a refusal
     * @return empty if it is no error
     */
    static Optional<ErrorFields> of(JsonNode body, boolean refused) {
        JsonNode error = body.path("error");
        if (error.isValueNode() && !error.isNull() && !error.asText().isBlank()) {
            return Optional.of(new ErrorFields(List.of(error.asText()), words(body)));
        }
        JsonNode nested = error.isContainerNode() ? error : body.path("errors");
        JsonNode first = nested.isArray() ? nested.path(0) : nested;
        if (first.isTextual() && !first.asText().isBlank()) {
            return Optional.of(new ErrorFields(List.of(first.asText()), words(body)));
        }
        if (first.isObject() && !first.isEmpty()) {
            return Optional.of(of(first, first));
        }
        return refused && body.isObject() && !codes(body).isEmpty()
                ? Optional.of(of(body, body))
                : Optional.empty();
    }

    private static ErrorFields of(JsonNode holder, JsonNode words) {
        List<String> codes = codes(holder);
        return new ErrorFields(codes.isEmpty() ? List.of("error") : codes, words(words));
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
