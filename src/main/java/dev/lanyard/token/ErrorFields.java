package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
    /** As {@link Holder} makes them of {@code error_code}, {@code errorCode}, {@code ErrorCode}. */
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
        Holder root = Holder.of(body.isArray() ? body.path(0) : body);
        List<Holder> parts = root.parts();
        return stated(root)
                .or(() -> parts.stream().flatMap(part -> stated(part).stream()).findFirst())
                .or(() -> refused || saysFailure(root) ? unstated(root) : Optional.empty())
                .or(() -> parts.stream().flatMap(part -> told(part, refused)).findFirst());
    }

    private static Stream<ErrorFields> told(Holder part, boolean refused) {
        return refused || saysFailure(part) ? unstated(part).stream() : Stream.empty();
    }

    /** What stands under {@code error} or {@code errors}. */
    private static Optional<ErrorFields> stated(Holder body) {
        JsonNode error = body.at("error");
        if (isSaid(error)) {
            return Optional.of(new ErrorFields(codes(error, body), words(body)));
        }
        JsonNode nested = error.isContainerNode() ? error : body.at("errors");
        JsonNode first = nested.isArray() ? nested.path(0) : nested;
        if (first.isTextual() && !first.asText().isBlank()) {
            return Optional.of(new ErrorFields(List.of(first.asText()), words(body)));
        }
        return first.isObject() && !first.isEmpty() ? inside(Holder.of(first)) : Optional.empty();
    }

    private static Optional<ErrorFields> inside(Holder error) {
        return Optional.of(new ErrorFields(named(codes(error)), words(error)));
    }

    /** A mark that there is one says less than what stands beside it; {@code false} is none. */
    private static boolean isSaid(JsonNode error) {
        return error.isTextual()
                ? !error.asText().isBlank()
                : error.asBoolean() && error.isValueNode();
    }

    private static List<String> codes(JsonNode error, Holder body) {
        Set<String> codes = new LinkedHashSet<>();
        if (error.isTextual()) {
            codes.add(error.asText());
        }
        codes.addAll(codes(body));
        codes.add(error.asText());
        return List.copyOf(codes);
    }

    /** What stands beside no {@code error}, where it is a refusal all the same. */
    private static Optional<ErrorFields> unstated(Holder body) {
        List<String> codes = codes(body);
        String words = words(body);
        return codes.isEmpty() && words.isEmpty()
                ? Optional.empty()
                : Optional.of(new ErrorFields(named(codes), words));
    }

    private static boolean saysFailure(Holder body) {
        return isFailed(body.at("status"))
                || isFailed(body.at("message"))
                || isNo(body.at("ok"))
                || isNo(body.at("success"))
                || NUMBERS.stream().map(body::at).anyMatch(ErrorFields::isFault);
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
    private static List<String> codes(Holder holder) {
        List<String> texts = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        for (String name : CODES) {
            JsonNode value = holder.at(name);
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
    private static List<String> ofField(Holder holder) {
        String field = holder.at("field").asText();
        String what = field.isBlank() ? holder.at("resource").asText() : field;
        String code = holder.at("code").asText();
        return what.isBlank() || code.isBlank() ? List.of() : List.of(code + "_" + what);
    }

    private static String words(Holder holder) {
        return WORDS.stream()
                .map(holder::at)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank() && !FAILED.contains(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse("");
    }

    /**
     * An object, whose fields are found however their names are spelled. It is others' text, read
     * where nothing may wait: no more of it is looked at than a refusal has.
     */
    private record Holder(JsonNode node, Map<String, JsonNode> squeezed) {
        private static final int MOST_FIELDS = 200;
        private static final int LONGEST_NAME = 40;
        private static final Pattern INNER_BLANK = Pattern.compile("(?<=.)[_-]");

        static Holder of(JsonNode node) {
            Map<String, JsonNode> squeezed = new HashMap<>();
            Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
            for (int i = 0; i < MOST_FIELDS && fields.hasNext(); i++) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (field.getKey().length() <= LONGEST_NAME) {
                    squeezed.putIfAbsent(squeezed(field.getKey()), field.getValue());
                }
            }
            return new Holder(node, squeezed);
        }

        private static String squeezed(String name) {
            return INNER_BLANK.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        }

        /** As it is spelled here, before any other. */
        JsonNode at(String name) {
            return node.has(name)
                    ? node.path(name)
                    : squeezed.getOrDefault(name, MissingNode.getInstance());
        }

        List<Holder> parts() {
            return StreamSupport.stream(node.spliterator(), false)
                    .filter(JsonNode::isObject)
                    .limit(MOST_FIELDS)
                    .map(Holder::of)
                    .toList();
        }
    }
}
