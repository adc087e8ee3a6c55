package dev.lanyard.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** An OpenAPI document as the JSON that it becomes, which is completed in fewer words. */
record DocumentTree(ObjectNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final String SCHEMAS = "#/components/schemas/";

    static DocumentTree of(OpenAPI api) {
        try {
            return new DocumentTree((ObjectNode) JSON.readTree(builder(api).toJSON()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the OpenAPI document is no JSON", e);
        }
    }

    private static SmallRyeOpenAPI builder(OpenAPI api) {
        return SmallRyeOpenAPI.builder()
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .enableModelReader(false)
                .enableAnnotationScan(false)
                .withInitialModel(api)
                .build();
    }

    /** Replaces what the document says by the tree. */
    void store(OpenAPI api) {
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        OpenAPI read =
                SmallRyeOpenAPI.builder()
                        .enableStandardStaticFiles(false)
                        .enableStandardFilter(false)
                        .enableModelReader(false)
                        .enableAnnotationScan(false)
                        .withCustomStaticFile(() -> new ByteArrayInputStream(json))
                        .build()
                        .model();
        api.setInfo(read.getInfo());
        api.setServers(read.getServers());
        api.setTags(read.getTags());
        api.setPaths(read.getPaths());
        api.setWebhooks(read.getWebhooks());
        api.setComponents(read.getComponents());
    }

    /** Every object in this one, itself first. */
    static void each(JsonNode node, Consumer<ObjectNode> visit) {
        if (node instanceof ObjectNode object) {
            visit.accept(object);
        }
        List<JsonNode> children = new ArrayList<>();
        node.forEach(children::add);
        children.forEach(child -> each(child, visit));
    }

    /** The schemas that this one refers to, by name. */
    static List<String> references(JsonNode node) {
        List<String> names = new ArrayList<>();
        each(
                node,
                object -> {
                    String ref = object.path("$ref").asText();
                    if (ref.startsWith(SCHEMAS)) {
                        names.add(ref.substring(SCHEMAS.length()));
                    }
                });
        return names;
    }

    /** A child that is an object, made if it is not there. */
    static ObjectNode child(ObjectNode parent, String name) {
        return parent.path(name) instanceof ObjectNode there ? there : parent.putObject(name);
    }
}
