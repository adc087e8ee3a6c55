package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/providers.md: its entries are pasted and read. */
class ProvidersDocTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir Path dir;

    @Test
    void everyEntryOfThePageIsGood() throws IOException {
        Matcher entries = YAML.matcher(Files.readString(Path.of("docs/providers.md")));
        int count = 0;
        while (entries.find()) {
            Files.writeString(dir.resolve("entry-" + count++ + ".yaml"), entries.group(1));
        }

        List<String> names = Catalogue.names(dir);

        assertThat(names).containsExactly("acme-git", "acme-login");
        assertThat(Catalogue.read(Optional.of(dir)).undiscovered())
                .extracting(UndiscoveredEntry::name)
                .containsExactly("acme-login");
    }
}
