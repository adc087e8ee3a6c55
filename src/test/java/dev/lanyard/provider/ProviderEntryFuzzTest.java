package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lanyard.support.Mutations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider's file is an entry, or refused in one line that names the file. */
class ProviderEntryFuzzTest {
    private static final String FILE = "fuzz.yaml";

    static List<byte[]> samples() {
        return Mutations.bytes(texts());
    }

    private static List<String> texts() {
        try {
            String entry = Files.readString(Path.of("src/main/resources/providers/bitbucket.yaml"));
            return List.of(entry, "name: x\napi: {hosts: [a]}", "a: &a [*a]");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] yaml) {
        check(yaml);
    }

    @Test
    void isReadOrRefusedForSeededMutations() {
        Mutations.forEach(2, 4_000, texts(), this::check);
    }

    private void check(byte[] yaml) {
        try {
            Provider provider = Catalogue.parse(FILE, yaml);
            assertThat(provider.name()).isNotEmpty();
            assertThat(provider.tokenEndpoint().getHost()).isNotEmpty();
        } catch (IllegalArgumentException refused) {
            String input = new String(yaml, StandardCharsets.UTF_8);
            assertThat(refused.getMessage()).as(input).startsWith(FILE + ": ");
        }
    }
}
