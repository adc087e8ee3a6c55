package dev.lanyard.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The problems of a call (RFC 9457), a response for each status, and their schema. */
final class DocumentedProblems {
    private static final String PROBLEM = "Problem";

    private DocumentedProblems() {}

    static ProblemCode code(String text) {
        return ProblemCode.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Adds them after what is there: generators take the first for the usual response. */
    static void add(ObjectNode responses, List<ProblemCode> codes) {
        TreeMap<Integer, List<ProblemCode>> byStatus =
                codes.stream()
                        .distinct()
                        .collect(
                                Collectors.groupingBy(
                                        ProblemCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach(
                (status, all) -> add(responses.putObject(String.valueOf(status)), status, all));
        responses.putObject("default").put("$ref", "#/components/responses/" + PROBLEM);
    }

    private static void add(ObjectNode response, int status, List<ProblemCode> codes) {
        response.put(
                "description",
                codes.stream()
                        .map(code -> "`" + code.code() + "`: " + code.title() + ".")
                        .collect(Collectors.joining(" ")));
        ObjectNode headers = response.putObject("headers");
        if (status == 401) {
            header(headers, "WWW-Authenticate", "string", "The scheme to authenticate by: Bearer.");
        } else if (status == 429 || status == 503) {
            header(headers, "Retry-After", "integer", "Seconds to wait before trying again.");
        } else {
            response.remove("headers");
        }
        ObjectNode media = response.putObject("content").putObject(ProblemDocument.MEDIA_TYPE);
        media.putObject("schema").put("$ref", DocumentTree.SCHEMAS + PROBLEM);
        ObjectNode examples = media.putObject("examples");
        codes.forEach(code -> example(examples.putObject(code.code()).putObject("value"), code));
    }

    /** For a call whose refusals have a form of their own. */
    static void replace(ObjectNode responses, String schema) {
        responses
                .properties()
                .forEach(
                        each -> {
                            if (!each.getKey().startsWith("2")) {
                                replaced((ObjectNode) each.getValue(), schema);
                            }
                        });
    }

    private static void replaced(ObjectNode response, String schema) {
        response.remove("$ref");
        if (!response.has("description")) {
            response.put("description", "A refusal.");
        }
        response.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", DocumentTree.SCHEMAS + schema);
    }

    private static void header(ObjectNode headers, String name, String type, String text) {
        headers.putObject(name).put("description", text).putObject("schema").put("type", type);
    }

    private static void example(ObjectNode problem, ProblemCode code) {
        problem.put("type", "/docs/problems#" + code.code())
                .put("title", code.title())
                .put("status", code.status())
                .put("detail", code.title() + ".")
                .put("code", code.code());
        if (code == ProblemCode.VALIDATION_FAILED) {
            problem.putArray("errors")
                    .addObject()
                    .put("field", "name")
                    .put("message", "must not be empty");
        }
    }

    static void addTo(ObjectNode components) {
        ObjectNode response = DocumentTree.child(components, "responses").putObject(PROBLEM);
        response.put("description", "A problem (RFC 9457). Go by its code; see /docs/problems.");
        response.putObject("content")
                .putObject(ProblemDocument.MEDIA_TYPE)
                .putObject("schema")
                .put("$ref", DocumentTree.SCHEMAS + PROBLEM);
        ObjectNode schemas = DocumentTree.child(components, "schemas");
        ObjectNode code = (ObjectNode) schemas.path(PROBLEM).path("properties").path("code");
        Arrays.stream(ProblemCode.values())
                .forEach(each -> code.withArray("enum").add(each.code()));
    }
}
