package dev.lanyard.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Kubernetes' strategic merge patch, for the lists that deploy/ patches: lists of things with a key
 * are merged by it, others replaced, as is a list that says {@code $patch: replace}; null takes a
 * field away.
 */
final class StrategicMerge {
    private static final Map<String, String> KEYS =
            Map.of(
                    "containers", "name",
                    "volumes", "name",
                    "env", "name",
                    "volumeMounts", "mountPath");
    private static final String DIRECTIVE = "$patch";

    private StrategicMerge() {}

    static void into(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> set(target, field.getKey(), field.getValue()));
    }

    private static void set(ObjectNode target, String field, JsonNode value) {
        JsonNode present = target.get(field);
        if (value.isNull()) {
            target.remove(field);
        } else if (value.isObject() && present instanceof ObjectNode object) {
            into(object, (ObjectNode) value);
        } else if (value.isArray()
                && present instanceof ArrayNode list
                && KEYS.containsKey(field)) {
            value.forEach(item -> merge(list, (ObjectNode) item, KEYS.get(field)));
        } else {
            target.set(field, withoutDirectives(value.deepCopy()));
        }
    }

    private static JsonNode withoutDirectives(JsonNode value) {
        if (value instanceof ArrayNode list) {
            list.removeIf(item -> item.has(DIRECTIVE));
        }
        return value;
    }

    private static void merge(ArrayNode list, ObjectNode item, String key) {
        Optional<ObjectNode> same =
                StreamSupport.stream(list.spliterator(), false)
                        .filter(present -> present.path(key).equals(item.path(key)))
                        .map(ObjectNode.class::cast)
                        .findFirst();
        same.ifPresentOrElse(present -> into(present, item), () -> list.add(item.deepCopy()));
    }
}
