package dev.lanyard.token;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * A JSON object in a text that is none as a whole: what a server prints before it (warnings, a
 * guard against scripts, a callback's name), or whose end is lacking.
 */
final class EmbeddedJson {
    private static final int MOST_TRIES = 20;

    private EmbeddedJson() {}

    /** Decides whether an object is the one that is looked for. */
    interface Sought {
        /**
         * Whether it is.
         *
         * @param whole false: its end is lacking, and so may be some of its fields
         */
        boolean is(JsonNode object, boolean whole);
    }

    /** The first one that is sought; a missing node if there is none. */
    static JsonNode in(String text, ObjectMapper json, Sought sought) {
        int at = text.indexOf('{');
        for (int tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
            ObjectNode object = json.createObjectNode();
            boolean whole = read(text.substring(at), json, object);
            if (sought.is(object, whole)) {
                return object;
            }
            at = text.indexOf('{', at + 1);
        }
        return MissingNode.getInstance();
    }

    /** Field by field, so that those before a cut are kept; a text that is cut is none. */
    private static boolean read(String text, ObjectMapper json, ObjectNode object) {
        try (JsonParser parser = json.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                object.set(name, parser.<JsonNode>readValueAsTree());
            }
            return parser.currentToken() == JsonToken.END_OBJECT;
        } catch (IOException e) {
            return false;
        }
    }
}
