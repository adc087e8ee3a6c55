package dev.lanyard.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads one mapping of a provider entry, strictly: what is unknown, missing or of another type is
 * refused by one line that names file and field.
 */
final class YamlFields {
    private final String file;
    private final String path;
    private final JsonNode node;

    private YamlFields(String file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /**
     * The whole entry of a file.
     *
     * @param known the names that it may hold
     */
    static YamlFields of(String file, JsonNode node, String... known) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(file + ": name: missing: the file holds no entry");
        }
        return new YamlFields(file, "", node).holdingOnly(known);
    }

    private YamlFields holdingOnly(String... known) {
        Set<String> unknown = new HashSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        Arrays.asList(known).forEach(unknown::remove);
        unknown.stream()
                .sorted()
                .findFirst()
                .ifPresent(
                        name -> {
                            throw refuse(
                                    name, "unknown; known here are " + String.join(", ", known));
                        });
        return this;
    }

    /** What to throw when a field is wrong. */
    IllegalArgumentException refuse(String name, String what) {
        return new IllegalArgumentException(file + ": " + path + name + ": " + what);
    }

    /** A name without a value reads as empty text. */
    private Optional<JsonNode> find(String name) {
        return Optional.ofNullable(node.get(name))
                .filter(value -> !value.isNull() && !"".equals(value.textValue()));
    }

    JsonNode get(String name) {
        return find(name).orElseThrow(() -> refuse(name, "missing"));
    }

    /** Whether there is something under that name. */
    boolean has(String name) {
        return find(name).isPresent();
    }

    String text(String name) {
        return text(name, get(name));
    }

    Optional<String> optionalText(String name) {
        return find(name).map(value -> text(name, value));
    }

    private String text(String name, JsonNode value) {
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw refuse(name, "must be text" + quote(value));
        }
        return value.textValue();
    }

    boolean flag(String name) {
        JsonNode value = get(name);
        if (!value.isBoolean()) {
            throw refuse(name, "must be true or false" + quote(value));
        }
        return value.booleanValue();
    }

    int number(String name, int least, int most) {
        JsonNode value = get(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw refuse(
                    name, "must be a whole number from " + least + " to " + most + quote(value));
        }
        return value.intValue();
    }

    Duration duration(String name, Duration least) {
        return duration(name, text(name), least);
    }

    Optional<Duration> optionalDuration(String name, Duration least) {
        return optionalText(name).map(text -> duration(name, text, least));
    }

    private Duration duration(String name, String text, Duration least) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(least) >= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw refuse(name, "must be an ISO 8601 duration like PT10M or P90D, not " + text);
        }
        throw refuse(name, "must be at least " + least + ", not " + text);
    }

    URI url(String name) {
        return url(name, text(name));
    }

    Optional<URI> optionalUrl(String name) {
        return optionalText(name).map(text -> url(name, text));
    }

    private URI url(String name, String text) {
        try {
            WebAddress address = WebAddress.parse(text);
            if (address.secure() && address.uri().getRawFragment() == null) {
                return address.uri();
            }
        } catch (IllegalArgumentException e) {
            throw refuse(name, e.getMessage() + ", not " + text);
        }
        throw refuse(
                name, "must be https (http on a loopback host) without a fragment, not " + text);
    }

    String host(String name) {
        return host(name, text(name));
    }

    /** A list of host names. */
    Set<String> hosts(String name) {
        return texts(name).stream()
                .map(text -> host(name, text))
                .collect(Collectors.toUnmodifiableSet());
    }

    private String host(String name, String text) {
        String url = "https://" + text;
        if (!ReturnUrls.origin(url).equals(Optional.of(url))) {
            throw refuse(name, "must be a host name in lower case and nothing else, not " + text);
        }
        return text;
    }

    String pointer(String name) {
        return pointer(name, text(name));
    }

    Optional<String> optionalPointer(String name) {
        return optionalText(name).map(text -> pointer(name, text));
    }

    private String pointer(String name, String text) {
        try {
            return JsonPointer.compile(text).toString();
        } catch (IllegalArgumentException e) {
            throw refuse(name, "must be a JSON pointer like /links/html/href, not " + text);
        }
    }

    /** A mapping inside this one. */
    YamlFields object(String name, String... known) {
        return optionalObject(name, known).orElseThrow(() -> refuse(name, "missing"));
    }

    Optional<YamlFields> optionalObject(String name, String... known) {
        return find(name).map(value -> nested(name, value).holdingOnly(known));
    }

    /** A list of mappings. */
    List<YamlFields> objects(String name, String... known) {
        List<YamlFields> items = new ArrayList<>();
        for (JsonNode item : list(name)) {
            items.add(nested(name + "[" + items.size() + "]", item).holdingOnly(known));
        }
        return items;
    }

    private YamlFields nested(String name, JsonNode value) {
        if (!value.isObject()) {
            throw refuse(name, "must be a mapping of names to values" + quote(value));
        }
        return new YamlFields(file, path + name + ".", value);
    }

    /** A list of texts. */
    List<String> texts(String name) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : list(name)) {
            items.add(text(name + "[" + items.size() + "]", item));
        }
        return List.copyOf(items);
    }

    /** A list of texts that may be left out. */
    Optional<List<String>> optionalTexts(String name) {
        return find(name).map(found -> texts(name));
    }

    private JsonNode list(String name) {
        JsonNode value = get(name);
        if (!value.isArray()) {
            throw refuse(name, "must be a list" + quote(value));
        }
        return value;
    }

    private static String quote(JsonNode value) {
        return value.isValueNode() ? ", not " + value : "";
    }
}
