package dev.lanyard.token;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A JSON object in a text that is none as a whole: what a server prints before it (warnings, a
 * guard against scripts, a callback's name), or whose end is lacking.
 */
final class EmbeddedJson {
    private static final int MOST_TRIES = 20;
    private static final Pattern HALF_A_WORD = Pattern.compile("[\\w.+-]*");

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

    /** What became of one. */
    private enum Read {
        WHOLE,
        CUT,
        NO_JSON
    }

    /**
     * The first one that is sought; a missing node if there is none. A part of one that is cut is
     * not looked at by itself: what it says may have been said better further on.
     */
    static JsonNode in(String text, ObjectMapper json, Sought sought) {
        int at = text.indexOf('{');
        for (int tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
            ObjectNode object = json.createObjectNode();
            Read read = read(text.substring(at), json, object);
            if (sought.is(object, read == Read.WHOLE)) {
                return object;
            }
            at = read == Read.CUT ? -1 : text.indexOf('{', at + 1);
        }
        return MissingNode.getInstance();
    }

    /** Field by field, so that those before a cut are kept. */
    private static Read read(String text, ObjectMapper json, ObjectNode object) {
        boolean begun = false;
        try (JsonParser parser = json.createParser(text)) {
            parser.nextToken();
            JsonToken token = parser.nextToken();
            while (token == JsonToken.FIELD_NAME) {
                begun = true;
                token = readField(parser, object);
            }
            return token == JsonToken.END_OBJECT ? Read.WHOLE : Read.NO_JSON;
        } catch (JsonProcessingException e) {
            return begun && isAtTheEnd(e, text) ? Read.CUT : Read.NO_JSON;
        } catch (IOException e) {
            return Read.NO_JSON;
        }
    }

    /** Half a word is told as one that is unknown. */
    private static boolean isAtTheEnd(JsonProcessingException broken, String text) {
        if (broken instanceof JsonEOFException || broken.getLocation() == null) {
            return true;
        }
        long at = Math.max(0, Math.min(broken.getLocation().getCharOffset(), text.length()));
        return HALF_A_WORD.matcher(text.substring((int) at)).matches();
    }

    /** A text that is cut is none; of a number only what follows tells that it is all. */
    private static JsonToken readField(JsonParser parser, ObjectNode object) throws IOException {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode value = parser.readValueAsTree();
        if (!value.isNumber()) {
            object.set(name, value);
            return parser.nextToken();
        }
        JsonToken next = parser.nextToken();
        object.set(name, value);
        return next;
    }
}
