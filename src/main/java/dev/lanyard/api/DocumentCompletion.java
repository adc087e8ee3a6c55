package dev.lanyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jboss.jandex.IndexView;

/** Completes an OpenAPI document, step by step. */
final class DocumentCompletion {
    /** Stands for LANYARD_PUBLIC_URL, which is not known while the application is built. */
    static final String SERVER = "https://lanyard.invalid";

    private final DocumentAudience audience;
    private final DocumentWords words = DocumentWords.read();
    private final DocumentedOperations operations;
    private final DocumentedSchemas schemas;
    private final DocumentedExamples examples = new DocumentedExamples();
    private final DocumentedWebhooks webhooks = new DocumentedWebhooks(words);

    DocumentCompletion(IndexView index, DocumentAudience audience) {
        this.audience = audience;
        this.operations = new DocumentedOperations(new DocumentedCalls(index), words, audience);
        this.schemas = new DocumentedSchemas(new DocumentedTypes(index), words);
    }

    void complete(ObjectNode api) {
        ObjectNode paths = DocumentTree.child(api, "paths");
        keepOnly(paths);
        describe(api);
        ObjectNode components = DocumentTree.child(api, "components");
        enumsAsSent(components);
        operations.complete(paths);
        schemas.complete(api, components);
        if (audience == DocumentAudience.TENANT) {
            webhooks.add(api);
        }
        DocumentedProblems.addTo(components);
        secure(components);
        prune(api, DocumentTree.child(components, "schemas"));
        examples.add(api);
    }

    private void keepOnly(ObjectNode paths) {
        List<String> all = new ArrayList<>();
        paths.fieldNames().forEachRemaining(all::add);
        all.stream().filter(path -> !audience.has(path)).forEach(paths::remove);
    }

    private void describe(ObjectNode api) {
        JsonNode own = words.at("documents", audience.name().toLowerCase(Locale.ROOT));
        ObjectNode info = DocumentTree.child(api, "info");
        info.setAll((ObjectNode) own.path("info").deepCopy());
        api.putArray("servers").addObject().put("url", SERVER);
        api.set("tags", own.path("tags").deepCopy());
    }

    /** Enum constants are lower case on the wire. */
    private static void enumsAsSent(ObjectNode components) {
        DocumentTree.each(
                components,
                object -> {
                    if (object.path("enum").isArray()) {
                        List<String> values = DocumentWords.texts(object.path("enum"));
                        object.putArray("enum");
                        values.forEach(
                                value ->
                                        object.withArray("enum")
                                                .add(value.toLowerCase(Locale.ROOT)));
                    }
                });
    }

    private void secure(ObjectNode components) {
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject(audience.scheme())
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", words.at("security", audience.scheme()).asText());
    }

    /** What pages for browsers brought along. */
    private static void prune(ObjectNode api, ObjectNode schemas) {
        Set<String> reached = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(DocumentTree.references(api.path("paths")));
        open.addAll(DocumentTree.references(api.path("webhooks")));
        open.addAll(DocumentTree.references(api.path("components").path("responses")));
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (reached.add(name)) {
                open.addAll(DocumentTree.references(schemas.path(name)));
            }
        }
        schemas.retain(reached);
    }
}
