package dev.lanyard.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of an entry that are sent or compared as text, whether YAML reads them as such or not. */
final class YamlScalars {
    private YamlScalars() {}

    /** A text, number or truth value, as text. */
    static String one(YamlFields fields, String name) {
        fields.require(fields.has(name), name, "missing");
        return fields.has(name) ? text(fields, name, fields.get(name)) : "";
    }

    /** A mapping of names that are not known before to such values; empty if it is left out. */
    static Map<String, String> all(YamlFields fields, String name) {
        if (!fields.has(name)) {
            return Map.of();
        }
        JsonNode values = fields.get(name);
        fields.require(values.isObject(), name, "must be a mapping of names to values");
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : values.properties()) {
            String path = name + "." + each.getKey();
            texts.put(each.getKey(), text(fields, path, each.getValue()));
        }
        return Map.copyOf(texts);
    }

    private static String text(YamlFields fields, String name, JsonNode value) {
        fields.require(
                value.isValueNode() && !value.isNull(),
                name,
                "must be a text, a number, true or false");
        return value.asText();
    }
}
