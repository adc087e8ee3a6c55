package dev.lanyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The words of {@code api-document.yaml}: what a reader must know and no code says. */
record DocumentWords(JsonNode root) {
    private static final String FILE = "/api-document.yaml";

    /** Read while the application is built. */
    static DocumentWords read() {
        try (InputStream in = DocumentWords.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + FILE);
            }
            return new DocumentWords(new YAMLMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands there; missing if nothing does. */
    JsonNode at(String... names) {
        JsonNode node = root;
        for (String name : names) {
            node = node.path(name);
        }
        return node;
    }

    /** The words of a field: the schema's own, else those that hold wherever it occurs. */
    JsonNode field(String schema, String field) {
        JsonNode own = at("schemas", schema, "fields", field);
        JsonNode common = at("fields", field);
        if (own instanceof ObjectNode special && common instanceof ObjectNode usual) {
            ObjectNode both = usual.deepCopy();
            both.setAll(special);
            return both;
        }
        return own instanceof MissingNode ? common : own;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
