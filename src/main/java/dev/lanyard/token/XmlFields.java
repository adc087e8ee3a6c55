package dev.lanyard.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The elements of a small XML document that hold text only. Not a parser: entities that a document
 * declares, and all else that XML can do to its reader, are left alone.
 */
final class XmlFields {
    private static final Pattern ELEMENT =
            Pattern.compile(
                    "<(?:\\w{1,20}:)?([A-Za-z_][\\w.-]{0,60})(?:\\s[^<>]{0,500})?>([^<]*)</[^<>]{1,90}>");
    private static final Pattern PAGE = Pattern.compile("(?i)<(!doctype\\s+)?(html|head|body)\\b");
    private static final int MOST = 200;
    private static final Map<String, String> ENTITIES =
            Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"", "&apos;", "'");

    private XmlFields() {}

    /** Empty if it is none, or a page for people. */
    static ObjectNode read(String text, ObjectMapper json) {
        ObjectNode fields = json.createObjectNode();
        if (!text.stripLeading().startsWith("<") || PAGE.matcher(text).find()) {
            return fields;
        }
        Matcher element = ELEMENT.matcher(text);
        while (element.find() && fields.size() < MOST) {
            if (!fields.has(element.group(1))) {
                fields.put(element.group(1), unescaped(element.group(2)).strip());
            }
        }
        return fields;
    }

    private static String unescaped(String text) {
        String plain = text;
        for (Map.Entry<String, String> entity : ENTITIES.entrySet()) {
            plain = plain.replace(entity.getKey(), entity.getValue());
        }
        return plain.replace("&amp;", "&");
    }
}
