package dev.lanyard.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads one mapping of a provider entry, strictly: what is unknown, missing or of another type is
 * refused by one line that names file and field. A field that was refused before reads as some
 * value that is right, so that the next mistake is found ({@link YamlMistakes}).
 */
final class YamlFields {
    private static final String EXCUSED = "excused";

    private final YamlMistakes mistakes;
    private final String path;
    private final JsonNode node;

    private YamlFields(YamlMistakes mistakes, String path, JsonNode node) {
        this.mistakes = mistakes;
        this.path = path;
        this.node = node;
    }

    /**
     * The whole entry of a file.
     *
     * @param known the names that it may hold
     */
    static YamlFields of(YamlMistakes mistakes, JsonNode node, String... known) {
        if (!node.isObject()) {
            throw mistakes.refuse("name", "missing: the file holds no entry");
        }
        return new YamlFields(mistakes, "", node).holdingOnly(known);
    }

    private YamlFields holdingOnly(String... known) {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        Arrays.asList(known).forEach(unknown::remove);
        unknown.forEach(
                name ->
                        require(
                                false,
                                name,
                                "unknown (known here: " + String.join(", ", known) + ")"));
        return this;
    }

    /** What to throw when a field is wrong. */
    IllegalArgumentException refuse(String name, String what) {
        return mistakes.refuse(path + name, what);
    }

    /** Refuses the field unless that holds. */
    void require(boolean holds, String name, String what) {
        if (!holds && !excused(name)) {
            throw refuse(name, what);
        }
    }

    private boolean excused(String name) {
        return mistakes.excuse(path + name);
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
        return excused(name) ? EXCUSED : text(name, get(name));
    }

    Optional<String> optionalText(String name) {
        return excused(name) ? Optional.empty() : find(name).map(value -> text(name, value));
    }

    private String text(String name, JsonNode value) {
        if (excused(name)) {
            return EXCUSED;
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw refuse(name, "must be text" + YamlValues.quote(value));
        }
        return value.textValue();
    }

    String textOr(String name, String usual) {
        return optionalText(name).orElse(usual);
    }

    boolean flagOr(String name, boolean usual) {
        return excused(name) || !has(name) ? usual : read(name, get(name), YamlValues::flag);
    }

    int numberOr(String name, int usual, int least, int most) {
        return excused(name) || !has(name)
                ? usual
                : read(name, get(name), value -> YamlValues.number(value, least, most));
    }

    /** One of these words. */
    <T> T choice(String name, T usual, Map<String, T> words) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return usual;
        }
        T value = words.get(text.get());
        if (value == null) {
            String either = String.join(" or ", words.keySet());
            throw refuse(name, "must be " + either + ", not " + text.get());
        }
        return value;
    }

    Duration durationOr(String name, Duration usual, Duration least) {
        return optionalDuration(name, least).orElse(usual);
    }

    Optional<Duration> optionalDuration(String name, Duration least) {
        return optionalText(name)
                .map(text -> read(name, text, each -> YamlValues.duration(each, least)));
    }

    /** How long after something else it happens: {@code true} is at once, {@code false} never. */
    Optional<Duration> optionalDelay(String name) {
        return excused(name) || !has(name)
                ? Optional.empty()
                : read(name, get(name), YamlValues::delay);
    }

    URI url(String name) {
        return excused(name)
                ? URI.create("https://" + EXCUSED + ".invalid")
                : read(name, text(name), YamlValues::url);
    }

    Optional<URI> optionalUrl(String name) {
        return optionalText(name).map(text -> read(name, text, YamlValues::url));
    }

    String host(String name) {
        return excused(name) ? EXCUSED : read(name, text(name), YamlValues::host);
    }

    /** A list of host names. */
    Set<String> hosts(String name) {
        return texts(name).stream()
                .map(text -> read(name, text, YamlValues::host))
                .collect(Collectors.toUnmodifiableSet());
    }

    String pointer(String name) {
        return excused(name) ? "/" + EXCUSED : read(name, text(name), YamlValues::pointer);
    }

    Optional<String> optionalPointer(String name) {
        return optionalText(name).map(text -> read(name, text, YamlValues::pointer));
    }

    private <V, T> T read(String name, V value, Function<V, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw refuse(name, String.valueOf(e.getMessage()));
        }
    }

    /** A mapping inside this one; an empty one where it is left out. */
    YamlFields objectOrEmpty(String name, String... known) {
        return optionalObject(name, known).orElseGet(() -> empty(name));
    }

    private YamlFields empty(String name) {
        return new YamlFields(mistakes, path + name + ".", JsonNodeFactory.instance.objectNode());
    }

    /** A mapping inside this one. */
    YamlFields object(String name, String... known) {
        require(has(name), name, "missing");
        return objectOrEmpty(name, known);
    }

    Optional<YamlFields> optionalObject(String name, String... known) {
        return excused(name)
                ? Optional.empty()
                : find(name).map(value -> nested(name, value).holdingOnly(known));
    }

    /** A list of mappings; empty where it is left out. */
    List<YamlFields> objects(String name, String... known) {
        List<YamlFields> items = new ArrayList<>();
        int index = 0;
        for (JsonNode item : list(name)) {
            String place = name + "[" + index++ + "]";
            if (!excused(place)) {
                items.add(nested(place, item).holdingOnly(known));
            }
        }
        return items;
    }

    private YamlFields nested(String name, JsonNode value) {
        if (!value.isObject()) {
            throw refuse(name, "must be a mapping of names to values" + YamlValues.quote(value));
        }
        return new YamlFields(mistakes, path + name + ".", value);
    }

    /** A list of texts; empty where it is left out. */
    List<String> texts(String name) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : list(name)) {
            items.add(text(name + "[" + items.size() + "]", item));
        }
        return List.copyOf(items);
    }

    Optional<List<String>> optionalTexts(String name) {
        return excused(name) ? Optional.empty() : find(name).map(found -> texts(name));
    }

    private JsonNode list(String name) {
        if (excused(name) || !has(name)) {
            return JsonNodeFactory.instance.arrayNode();
        }
        JsonNode value = get(name);
        require(value.isArray(), name, "must be a list" + YamlValues.quote(value));
        return value;
    }
}
