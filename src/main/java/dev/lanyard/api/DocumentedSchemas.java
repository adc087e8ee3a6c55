package dev.lanyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lanyard.api.DocumentedTypes.FieldFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Completes the schemas of a document: names, what must be there, what may be null, words. */
final class DocumentedSchemas {
    private final DocumentedTypes types;
    private final DocumentWords words;

    DocumentedSchemas(DocumentedTypes types, DocumentWords words) {
        this.types = types;
        this.words = words;
    }

    void complete(ObjectNode api, ObjectNode components) {
        ObjectNode schemas = DocumentTree.child(components, "schemas");
        inlineTimes(api);
        for (Map.Entry<String, JsonNode> added : words.at("added").properties()) {
            schemas.set(added.getKey(), added.getValue().deepCopy());
        }
        Set<String> requests = requested(api, schemas);
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            if (!words.at("added").has(schema.getKey())) {
                complete(
                        schema.getKey(),
                        requests.contains(schema.getKey()),
                        (ObjectNode) schema.getValue());
            }
        }
        rename(api, schemas);
    }

    private static void inlineTimes(ObjectNode api) {
        DocumentTree.each(
                api,
                object -> {
                    String ref = object.path("$ref").asText();
                    if (ref.endsWith("/OffsetDateTime")) {
                        object.remove("$ref");
                        object.put("type", "string").put("format", "date-time");
                    } else if (ref.endsWith("/Ndjson")) { // one JSON document a line
                        object.remove("$ref");
                        object.put("type", "string");
                    }
                });
    }

    /** The schemas that clients send; a field whose words name another schema sends that one. */
    private Set<String> requested(ObjectNode api, ObjectNode schemas) {
        List<String> open = new ArrayList<>();
        DocumentTree.each(
                api.path("paths"),
                object -> open.addAll(DocumentTree.references(object.path("requestBody"))));
        Set<String> reached = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (reached.add(name)) {
                open.addAll(sent(name, schemas.path(name)));
            }
        }
        return reached;
    }

    private List<String> sent(String name, JsonNode schema) {
        List<String> references = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            JsonNode narrower = words.field(name, field.getKey()).path("schema");
            references.addAll(
                    DocumentTree.references(narrower.has("$ref") ? narrower : field.getValue()));
        }
        return references;
    }

    private void complete(String name, boolean request, ObjectNode schema) {
        JsonNode own = words.at("schemas", name);
        String declared = schema.path("description").asText(usual(name));
        schema.put("description", own.path("text").asText(declared));
        boolean told = schema.has("required"); // by an annotation
        Map<String, FieldFacts> facts = request || told ? Map.of() : types.of(name);
        if (schema.path("properties") instanceof ObjectNode properties) {
            for (String field : names(properties)) {
                complete(name, field, facts.get(field), properties);
            }
        }
        List<String> required = new ArrayList<>(DocumentWords.texts(own.path("required")));
        facts.forEach(
                (field, fact) -> {
                    if (schema.path("properties").has(field)) {
                        addIfNeeded(required, field, fact);
                    }
                });
        if (!required.isEmpty() && !told) {
            schema.putArray("required");
            required.forEach(field -> schema.withArray("required").add(field));
        }
    }

    private static String usual(String name) {
        return name.startsWith("Page")
                ? "A part of a list, newest first."
                : shown(name).replaceAll("(?<=[a-z])(?=[A-Z])", " ") + ".";
    }

    private static void addIfNeeded(List<String> required, String field, FieldFacts fact) {
        if (!fact.optional() && !required.contains(field)) {
            required.add(field);
        }
    }

    private static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void complete(
            String schema, String field, @Nullable FieldFacts facts, ObjectNode properties) {
        ObjectNode property = (ObjectNode) properties.get(field);
        JsonNode word = words.field(schema, field);
        if (word.path("schema") instanceof ObjectNode narrower) {
            if (narrower.has("$ref")) {
                property.removeAll();
            }
            property.setAll(narrower.deepCopy());
        }
        if (facts != null && facts.nullable()) {
            property = orNull(property);
            properties.set(field, property);
        }
        if (word.has("text")) {
            property.put("description", word.path("text").asText());
        }
        if (word.has("example")) {
            property.set("example", word.get("example").deepCopy());
        }
    }

    /** As JSON Schema 2020-12 writes it, of which OpenAPI 3.1 is made. */
    private static ObjectNode orNull(ObjectNode property) {
        if (property.has("$ref")) {
            ObjectNode either = property.objectNode();
            either.putArray("anyOf").add(property).addObject().put("type", "null");
            return either;
        }
        JsonNode type = property.path("type");
        if (type.isTextual()) {
            property.putArray("type").add(type).add("null");
            if (property.path("enum").isArray()) {
                property.withArray("enum").addNull();
            }
        }
        return property;
    }

    private void rename(ObjectNode api, ObjectNode schemas) {
        Map<String, JsonNode> renamed = new LinkedHashMap<>();
        schemas.properties().forEach(each -> renamed.put(named(each.getKey()), each.getValue()));
        if (renamed.size() != schemas.size()) {
            throw new IllegalStateException("two schemas of one name among " + renamed.keySet());
        }
        schemas.removeAll();
        renamed.forEach(schemas::set);
        DocumentTree.each(api, this::rename);
    }

    private void rename(ObjectNode object) {
        String ref = object.path("$ref").asText();
        if (ref.startsWith(DocumentTree.SCHEMAS)) {
            String name = ref.substring(DocumentTree.SCHEMAS.length());
            object.put("$ref", DocumentTree.SCHEMAS + named(name));
        }
    }

    private String named(String schema) {
        if (schema.startsWith("Page") && schema.length() > "Page".length()) {
            return named(schema.substring("Page".length())) + "Page";
        }
        return words.at("schemas", schema, "name").asText(shown(schema));
    }

    /** What shows a thing is called as the thing. */
    private static String shown(String schema) {
        return schema.replaceFirst("(?<=.)View$", "");
    }
}
