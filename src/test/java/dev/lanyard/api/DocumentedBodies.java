package dev.lanyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The examples of an OpenAPI document's bodies, compared with their schemas. */
final class DocumentedBodies {
    private final JsonNode document;
    private final List<String> mistakes = new ArrayList<>();
    private int examples;

    private DocumentedBodies(JsonNode document) {
        this.document = document;
        look("", document.path("paths"));
        look("", document.path("webhooks"));
    }

    static DocumentedBodies of(String json) {
        try {
            return new DocumentedBodies(new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int examples() {
        return examples;
    }

    /** Where an example does not fit, and why. */
    List<String> mistakes() {
        return mistakes;
    }

    private void look(String place, JsonNode node) {
        if (node.has("schema") && node.has("example")) {
            examples++;
            check(place, node.get("example"), node.get("schema"));
        }
        if (node.has("schema") && node.has("examples")) {
            for (JsonNode each : node.get("examples")) {
                examples++;
                check(place, each.path("value"), node.get("schema"));
            }
        }
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            look(place + "/" + child.getKey(), child.getValue());
        }
        if (node.isArray()) {
            node.forEach(item -> look(place + "[]", item));
        }
    }

    private void check(String place, JsonNode value, JsonNode schema) {
        if (schema.has("$ref")) {
            check(place, value, document.at(schema.get("$ref").asText().substring(1)));
            return;
        }
        if (schema.has("anyOf")) {
            if (!value.isNull()) {
                check(place, value, schema.get("anyOf").get(0));
            }
            return;
        }
        if (!isOfType(value, schema.path("type"))) {
            mistakes.add(place + ": " + value + " is no " + schema.path("type"));
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            mistakes.add(place + ": " + value + " is none of " + schema.get("enum"));
        }
        format(place, value, schema.path("format").asText());
        fields(place, value, schema);
        if (value.isArray()) {
            value.forEach(item -> check(place + "[]", item, schema.path("items")));
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode each : list) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode value, JsonNode type) {
        if (type.isMissingNode()) {
            return true;
        }
        if (type.isArray()) {
            for (JsonNode each : type) {
                if (isOfType(value, each)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "null" -> value.isNull();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> value.isNumber();
        };
    }

    private void format(String place, JsonNode value, String format) {
        if (format.equals("date-time") && value.isTextual()) {
            try {
                OffsetDateTime.parse(value.textValue());
            } catch (DateTimeParseException e) {
                mistakes.add(place + ": " + value + " is no time");
            }
        }
    }

    private void fields(String place, JsonNode value, JsonNode schema) {
        if (!value.isObject()) {
            return;
        }
        schema.path("required")
                .forEach(
                        name -> {
                            if (!value.has(name.asText())) {
                                mistakes.add(place + ": " + name + " is missing");
                            }
                        });
        JsonNode known = schema.path("properties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (known.has(field.getKey())) {
                check(place + "." + field.getKey(), field.getValue(), known.get(field.getKey()));
            } else if (!known.isEmpty()) {
                mistakes.add(place + ": " + field.getKey() + " is unknown");
            }
        }
    }
}
