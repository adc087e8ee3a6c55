package dev.lanyard.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * As much of kustomize as deploy/ uses: resources, namespace, strategic merge patches, generated
 * ConfigMaps. Anything else is refused. DeployTest compares it to kubectl's where that is there.
 */
final class Kustomization {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "resources", "namespace", "patches", "configMapGenerator");

    private final Path folder;
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();

    private Kustomization(Path folder) {
        this.folder = folder;
    }

    /** What {@code kubectl kustomize} makes of that folder, by {@code Kind/name}. */
    static Map<String, ObjectNode> build(Path folder) {
        return new Kustomization(folder).build();
    }

    /** The documents of a YAML text. */
    static List<ObjectNode> documents(String yaml) {
        try {
            return YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(yaml).readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, ObjectNode> build() {
        ObjectNode file = documents(read("kustomization.yaml")).get(0);
        file.fieldNames()
                .forEachRemaining(
                        field -> {
                            if (!KNOWN.contains(field)) {
                                throw new IllegalStateException(folder + ": " + field);
                            }
                        });
        file.path("resources").forEach(resource -> add(resource.asText()));
        file.path("configMapGenerator").forEach(this::generate);
        file.path("patches").forEach(patch -> patch(patch.path("path").asText()));
        if (file.has("namespace")) {
            objects.values()
                    .forEach(object -> metadata(object).set("namespace", file.get("namespace")));
        }
        return objects;
    }

    private void add(String resource) {
        Path path = folder.resolve(resource).normalize();
        Collection<ObjectNode> added =
                Files.isDirectory(path) ? build(path).values() : documents(read(resource));
        added.forEach(
                object -> {
                    if (objects.put(name(object), object) != null) {
                        throw new IllegalStateException("twice: " + name(object));
                    }
                });
    }

    private void generate(JsonNode generator) {
        ObjectNode object = YAML.createObjectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata")
                .put("name", generator.get("name").asText())
                .set("labels", generator.at("/options/labels"));
        ObjectNode data = object.putObject("data");
        generator
                .get("files")
                .forEach(
                        file -> {
                            String[] pair = file.asText().split("=");
                            data.put(pair[0], read(pair[1]));
                        });
        objects.put(name(object), object);
    }

    private void patch(String file) {
        for (ObjectNode patch : documents(read(file))) {
            String name = name(patch);
            if (!objects.containsKey(name)) {
                throw new IllegalStateException(file + " patches nothing: " + name);
            }
            if (patch.path("$patch").asText().equals("delete")) {
                objects.remove(name);
            } else {
                StrategicMerge.into(objects.get(name), patch);
            }
        }
    }

    static String name(ObjectNode object) {
        return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
    }

    private static ObjectNode metadata(ObjectNode object) {
        return (ObjectNode) object.get("metadata");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For failures of tests. */
    static String yaml(JsonNode node) {
        try {
            return YAML.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
