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
     * Reads every entry.
     *
     * @param dir folder of {@code *.yaml} entries (LANYARD_PROVIDERS_DIR); others in it are ignored
     * @return by name, sorted
     * @throws IllegalArgumentException one line: {@code <file>: <field>: <what is wrong>}
     */
    public static Map<String, Provider> load(Optional<Path> dir) {
        Map<String, Provider> providers = new TreeMap<>();
        for (String file : BUILT_IN) {
            Provider provider = builtIn(file);
            providers.put(provider.name(), provider);
        }
        dir.map(Catalogue::folder).ifPresent(providers::putAll);
        return providers;
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

    private static Map<String, Provider> folder(Path dir) {
        Map<String, Provider> providers = new HashMap<>();
        Map<String, Path> files = new HashMap<>();
        for (Path file : files(dir)) {
            Provider provider = parse(file);
            Path former = files.put(provider.name(), file);
            if (former != null) {
                throw new IllegalArgumentException(
                        file + ": name: " + provider.name() + " is also the name in " + former);
            }
            providers.put(provider.name(), provider);
        }
        return providers;
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

    private static Provider parse(Path file) {
        try {
            return parse(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": (file): cannot be read", e);
        }
    }

    static Provider parse(String file, byte[] yaml) {
        try {
            return ProviderEntryParser.read(file, YAML.readTree(yaml));
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
