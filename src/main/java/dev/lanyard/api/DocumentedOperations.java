package dev.lanyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lanyard.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Completes the calls of a document: ids, who may call, parameters, what comes back. */
final class DocumentedOperations {
    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "patch", "delete", "head", "options");

    /** What the scanner says where nobody else does. */
    private static final Set<String> FRAMEWORKS = Set.of("", "OK", "Created", "No Content");

    private final DocumentedCalls calls;
    private final DocumentWords words;
    private final DocumentAudience audience;

    DocumentedOperations(DocumentedCalls calls, DocumentWords words, DocumentAudience audience) {
        this.calls = calls;
        this.words = words;
        this.audience = audience;
    }

    void complete(ObjectNode paths) {
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                if (METHODS.contains(call.getKey())) {
                    boolean collection = isCollection(paths, path.getKey());
                    complete(
                            call.getKey(), path.getKey(), collection, (ObjectNode) call.getValue());
                }
            }
        }
    }

    private static boolean isCollection(ObjectNode paths, String path) {
        return paths.propertyStream()
                .map(Map.Entry::getKey)
                .anyMatch(
                        other ->
                                other.startsWith(path + "/{")
                                        && other.indexOf('/', path.length() + 1) < 0);
    }

    private void complete(String method, String path, boolean collection, ObjectNode operation) {
        DocumentedCalls.CallFacts facts = calls.of(method, path);
        if (!operation.hasNonNull("operationId")) {
            boolean list = operation.toString().contains(DocumentTree.SCHEMAS + "Page");
            String id = OperationNames.of(method, path, list, collection);
            operation.put("operationId", words.at("names", id).asText(id));
        }
        JsonNode own = words.at("operations", operation.path("operationId").asText());
        boolean open = DocumentAudience.isOpen(path) || own.path("open").asBoolean(false);
        security(open, operation);
        describe(own, facts, operation);
        operation
                .path("parameters")
                .forEach(parameter -> parameter(path, own, (ObjectNode) parameter));
        responses(method, path, collection, facts, own, operation);
    }

    private void security(boolean open, ObjectNode operation) {
        operation.putArray("security");
        if (!open) {
            operation.withArray("security").addObject().putArray(audience.scheme());
        }
    }

    private void describe(JsonNode own, DocumentedCalls.CallFacts facts, ObjectNode operation) {
        for (String name : List.of("summary", "tags")) {
            if (own.has(name)) {
                operation.set(name, own.get(name).deepCopy());
            }
        }
        String text = own.path("text").asText(operation.path("description").asText());
        String who = audience == DocumentAudience.OPERATOR ? "" : scopes(facts.scopes());
        String description = (text + " " + who).strip();
        operation.put(
                "description",
                description.isEmpty() ? operation.path("summary").asText() + "." : description);
    }

    private static String scopes(List<String> scopes) {
        return switch (scopes.size()) {
            case 0 -> "";
            case 1 -> "The API key needs the scope `" + scopes.get(0) + "`.";
            default ->
                    "The API key needs any one of the scopes `"
                            + String.join("`, `", scopes)
                            + "`.";
        };
    }

    private void parameter(String path, JsonNode own, ObjectNode parameter) {
        String name = parameter.path("name").asText();
        JsonNode special = own.path("parameters").path(name);
        JsonNode word = special.isMissingNode() ? words.at("parameters", name) : special;
        if ("path".equals(parameter.path("in").asText()) && word.isMissingNode()) {
            word = words.at("ids", path.replaceFirst(".*/([a-z-]+)/\\{" + name + "}.*", "$1"));
        }
        if (word.has("text")) {
            parameter.set("description", word.get("text"));
        }
        if (word.path("schema") instanceof ObjectNode schema) {
            DocumentTree.child(parameter, "schema").setAll(schema.deepCopy());
        }
        if (word.has("example")) {
            parameter.set("example", word.get("example"));
        }
    }

    private void responses(
            String method,
            String path,
            boolean collection,
            DocumentedCalls.CallFacts facts,
            JsonNode own,
            ObjectNode operation) {
        ObjectNode before = DocumentTree.child(operation, "responses");
        Map<String, JsonNode> success = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : before.properties()) {
            if (each.getKey().startsWith("2")) {
                String status = status(method, collection, facts, each.getKey());
                success.put(status, success(status, own, (ObjectNode) each.getValue()));
            }
        }
        ObjectNode responses = operation.putObject("responses");
        success.forEach(responses::set);
        DocumentedProblems.add(responses, problems(path, facts, own, operation));
        if (own.has("refusals")) {
            DocumentedProblems.replace(responses, own.get("refusals").asText());
        }
    }

    private static String status(
            String method, boolean collection, DocumentedCalls.CallFacts facts, String declared) {
        if (!declared.equals("200")) {
            return declared;
        }
        if (facts.status() != 0) {
            return String.valueOf(facts.status());
        }
        return method.equals("post") && collection ? "201" : declared;
    }

    private static ObjectNode success(String status, JsonNode own, ObjectNode response) {
        String usual =
                switch (status) {
                    case "201" -> "Created.";
                    case "202" -> "Accepted: it goes on.";
                    case "204" -> "Done; there is nothing to show.";
                    default -> "Done.";
                };
        String declared = response.path("description").asText();
        response.put("description", FRAMEWORKS.contains(declared) ? usual : declared);
        if (own.has("response")) {
            DocumentTree.child(DocumentTree.child(response, "content"), "application/json")
                    .putObject("schema")
                    .put("$ref", DocumentTree.SCHEMAS + own.get("response").asText());
        }
        return response;
    }

    private List<ProblemCode> problems(
            String path, DocumentedCalls.CallFacts facts, JsonNode own, ObjectNode operation) {
        List<ProblemCode> codes = new ArrayList<>();
        if (operation.has("requestBody")) {
            codes.add(ProblemCode.VALIDATION_FAILED);
            codes.add(ProblemCode.PAYLOAD_TOO_LARGE);
            codes.add(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        } else if (operation.path("parameters").toString().contains("\"in\":\"query\"")) {
            codes.add(ProblemCode.VALIDATION_FAILED);
        }
        if (!DocumentAudience.isOpen(path)) {
            codes.add(ProblemCode.UNAUTHORIZED);
        }
        if (!facts.scopes().isEmpty() && facts.scopes().size() < 3) {
            codes.add(ProblemCode.FORBIDDEN);
        }
        if (path.contains("{")) {
            codes.add(ProblemCode.NOT_FOUND);
        }
        DocumentWords.texts(own.path("problems"))
                .forEach(code -> codes.add(DocumentedProblems.code(code)));
        codes.add(ProblemCode.RATE_LIMITED);
        codes.add(ProblemCode.UNAVAILABLE);
        codes.add(ProblemCode.INTERNAL);
        return codes;
    }
}
