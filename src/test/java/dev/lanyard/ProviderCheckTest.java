package dev.lanyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCheckTest {
    @TempDir Path dir;

    @Test
    void namesTheEntriesOfAGoodFolder() throws IOException {
        Files.writeString(
                dir.resolve("small.yaml"),
                """
                name: small
                display_name: Small
                authorization_endpoint: https://small.example/authorize
                token_endpoint: https://small.example/token
                account: { url: https://small.example/me, id: /id }
                scope: { default: [read] }
                """);

        ProviderCheck.CheckedEntries checked = ProviderCheck.of(Optional.of(dir.toString()));

        assertThat(checked.good()).isTrue();
        assertThat(checked.lines()).containsExactly("1 good: small");
    }

    @Test
    void tellsEveryMistakeOnALineOfItsOwn() throws IOException {
        Files.writeString(dir.resolve("small.yaml"), "name: small\ncolour: red\n");

        ProviderCheck.CheckedEntries checked = ProviderCheck.of(Optional.of(dir.toString()));

        assertThat(checked.good()).isFalse();
        assertThat(checked.lines())
                .hasSizeGreaterThan(4)
                .anyMatch(line -> line.contains("small.yaml: colour: unknown"))
                .anyMatch(line -> line.contains("small.yaml: account: missing"));
    }

    @Test
    void findsNothingGoodInAFolderWithoutEntries() throws IOException {
        Files.writeString(dir.resolve("small.yml"), "name: small\n");

        ProviderCheck.CheckedEntries checked = ProviderCheck.of(Optional.of(dir.toString()));

        assertThat(checked.good()).isFalse();
        assertThat(checked.lines()).containsExactly(dir + ": there is no *.yaml file in it");
    }

    @Test
    void asksForTheFolderWhenNoneIsNamed() {
        assertThat(ProviderCheck.of(Optional.empty()).lines().get(0))
                .contains("LANYARD_PROVIDERS_DIR");
    }
}
