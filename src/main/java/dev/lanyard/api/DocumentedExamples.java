package dev.lanyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Examples of bodies, put together from those of their fields, so that they always fit. */
final class DocumentedExamples {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 8;
    private static final String TIME = "2026-11-27T09:15:30.123456Z";

    void add(ObjectNode api) {
        JsonNode schemas = api.path("components").path("schemas");
        for (String part : List.of("paths", "webhooks")) {
            DocumentTree.each(api.path(part), object -> addTo(object, schemas));
        }
    }

    private static void addTo(ObjectNode object, JsonNode schemas) {
        if (object.path("application/json") instanceof ObjectNode media
                && media.has("schema")
                && !media.has("example")
                && !media.has("examples")) {
            media.set("example", of(media.get("schema"), schemas, 0));
        }
    }

    private static JsonNode of(JsonNode schema, JsonNode schemas, int depth) {
        if (schema.has("example")) {
            return schema.get("example").deepCopy();
        }
        if (depth > DEEPEST) {
            return NullNode.getInstance();
        }
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().substring(DocumentTree.SCHEMAS.length());
            return of(schemas.path(name), schemas, depth + 1);
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        return byType(schema, schemas, depth);
    }

    private static JsonNode byType(JsonNode schema, JsonNode schemas, int depth) {
        JsonNode type = schema.path("type");
        if (schema.has("anyOf") || type.isArray()) {
            return NullNode.getInstance(); // it may be null, and has no example of its own
        }
        return switch (type.asText()) {
            case "integer", "number" -> NODES.numberNode(schema.path("minimum").asInt(1));
            case "boolean" -> NODES.booleanNode(false);
            case "array" -> NODES.arrayNode().add(of(schema.path("items"), schemas, depth + 1));
            case "string" -> NODES.textNode(text(schema.path("format").asText()));
            default -> object(schema, schemas, depth);
        };
    }

    private static String text(String format) {
        return switch (format) {
            case "date-time" -> TIME;
            case "uri" -> "https://app.acme.example/";
            default -> "text";
        };
    }

    private static ObjectNode object(JsonNode schema, JsonNode schemas, int depth) {
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
            object.set(each.getKey(), of(each.getValue(), schemas, depth + 1));
        }
        return object;
    }
}
