package dev.lanyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What Lanyard sends to a tenant's webhooks, as OpenAPI 3.1 {@code webhooks}. */
final class DocumentedWebhooks {
    private static final String ANY_ID = "evt_b3tq6xk2m7wzrc5nhy4pdfsuae";

    /** The schema's name in the documents. */
    private static final String EVENT = "LanyardEvent";

    private static final String TIME = "2026-11-27T09:15:30.123456Z";

    private final DocumentWords words;

    DocumentedWebhooks(DocumentWords words) {
        this.words = words;
    }

    void add(ObjectNode api) {
        ObjectNode webhooks = api.putObject("webhooks");
        for (Map.Entry<String, JsonNode> event : words.at("events").properties()) {
            ObjectNode post = webhooks.putObject(event.getKey()).putObject("post");
            add(post, event.getKey(), event.getValue());
        }
    }

    private void add(ObjectNode post, String type, JsonNode event) {
        post.put("operationId", "on" + camel(type))
                .put("summary", event.path("text").asText())
                .put("description", words.at("webhook", "text").asText());
        post.putArray("tags").add("Sent to webhooks");
        post.putArray("security");
        post.set("parameters", words.at("webhook", "parameters").deepCopy());
        body(post, type, event.path("data"));
        post.putObject("responses")
                .putObject("2XX")
                .put("description", "Taken. Anything else, or nothing within 15 s: tried again.");
    }

    private static void body(ObjectNode post, String type, JsonNode data) {
        ObjectNode media =
                post.putObject("requestBody")
                        .put("required", true)
                        .putObject("content")
                        .putObject("application/json");
        media.putObject("schema").put("$ref", DocumentTree.SCHEMAS + EVENT);
        media.putObject("example")
                .put("id", ANY_ID)
                .put("type", type)
                .put("created_at", TIME)
                .set("data", data.deepCopy());
    }

    private static String camel(String type) {
        StringBuilder camel = new StringBuilder();
        for (String word : type.split("[._]")) {
            camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return camel.toString();
    }
}
