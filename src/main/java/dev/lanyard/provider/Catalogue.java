package dev.lanyard.provider;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The provider entries: the built-in ones, and those of the operator's folder, which add to them or
 * take their place. Usable before the application starts.
 */
public final class Catalogue {
    /** By name, since a native executable cannot list its resources. */
    private static final List<String> BUILT_IN = List.of("bitbucket.yaml");

    private static final ObjectReader YAML =
            new YAMLMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Catalogue() {}

    /**
     * The entries of a Lanyard.
     *
     * @param providers by name, sorted
     * @param undiscovered those whose issuer must be asked first
     */
    record CatalogueEntries(
            Map<String, Provider> providers, List<UndiscoveredEntry> undiscovered) {}

    /**
     * Reads every entry.
     *
     * @param dir folder of {@code *.yaml} entries (LANYARD_PROVIDERS_DIR); others in it are ignored
     * @return those that need no discovery, by name, sorted
     * @throws IllegalArgumentException all mistakes of all files, in one line: {@code <file>:
     *     <field>: <what is wrong>; …}
     */
    public static Map<String, Provider> load(Optional<Path> dir) {
        return read(dir).providers();
    }

    /** The same, with those that need discovery. */
    static CatalogueEntries read(Optional<Path> dir) {
        CatalogueEntries entries = new CatalogueEntries(new TreeMap<>(), new ArrayList<>());
        for (String file : BUILT_IN) {
            Provider provider = builtIn(file);
            entries.providers().put(provider.name(), provider);
        }
        dir.ifPresent(folder -> addAll(folder, entries));
        return entries;
    }

    /**
     * The names of a folder's entries, sorted.
     *
     * @throws IllegalArgumentException as {@link #load}
     */
    public static List<String> names(Path dir) {
        CatalogueEntries entries = new CatalogueEntries(new TreeMap<>(), new ArrayList<>());
        addAll(dir, entries);
        return Stream.concat(
                        entries.providers().keySet().stream(),
                        entries.undiscovered().stream().map(UndiscoveredEntry::name))
                .sorted()
                .toList();
    }

    private static Provider builtIn(String file) {
        try (InputStream in = Catalogue.class.getResourceAsStream("/providers/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the application lacks providers/" + file);
            }
            return parse(file, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addAll(Path dir, CatalogueEntries entries) {
        Map<String, Path> names = new HashMap<>();
        List<String> mistakes = new ArrayList<>();
        for (Path file : files(dir)) {
            try {
                add(file, names, entries);
            } catch (IllegalArgumentException e) {
                mistakes.add(e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
    }

    private static void add(Path file, Map<String, Path> names, CatalogueEntries entries) {
        JsonNode entry = tree(file.toString(), bytes(file));
        boolean discovered = UndiscoveredEntry.isOne(entry);
        Provider provider =
                parse(
                        file.toString(),
                        discovered
                                ? UndiscoveredEntry.filled(entry, UndiscoveredEntry.assumed(entry))
                                : entry);
        Path former = names.put(provider.name(), file);
        if (former != null) {
            throw new IllegalArgumentException(
                    file + ": name: " + provider.name() + " is also the name in " + former);
        }
        if (discovered) {
            entries.providers().remove(provider.name());
            entries.undiscovered().add(UndiscoveredEntry.of(file.toString(), provider, entry));
        } else {
            entries.providers().put(provider.name(), provider);
        }
    }

    private static List<Path> files(Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "LANYARD_PROVIDERS_DIR: " + dir + ": is not a folder that can be read", e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": (file): cannot be read", e);
        }
    }

    static Provider parse(String file, byte[] yaml) {
        return parse(file, tree(file, yaml));
    }

    /** Reads it until every mistake is known. */
    static Provider parse(String file, JsonNode entry) {
        YamlMistakes mistakes = new YamlMistakes(file);
        boolean again = true;
        while (again) {
            try {
                Provider provider = ProviderEntryParser.read(mistakes, entry);
                if (mistakes.none()) {
                    return provider;
                }
                again = false;
            } catch (YamlMistakes.YamlMistakeException e) {
                again = mistakes.note(e);
            }
        }
        throw new IllegalArgumentException(mistakes.text());
    }

    private static JsonNode tree(String file, byte[] yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": " + place(e) + ": is not YAML: " + why(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "(file)" : "line " + e.getLocation().getLineNr();
    }

    /** The parser's first line: what follows it quotes the file. */
    private static String why(JacksonException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }
}
