package dev.lanyard.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.config.Config;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader pastes works, against a fresh start of what {@code quarkus:dev} starts. */
@QuarkusTest
@TestProfile(DocsTest.Dev.class)
class DocsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @Inject Config config;

    /** The application as {@code quarkus:dev} runs it; webhooks come to this machine. */
    public static class Dev implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "dev";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lanyard.webhook.allow-private", "true");
        }
    }

    /** Another test's application may have had one. */
    @BeforeEach
    void forgetTheDemosTenant() {
        System.clearProperty("dev.lanyard.demo.api-key");
    }

    @Test
    void theQuickstartLeadsToAToken() throws Exception {
        Terminal.Output output = paste("docs/quickstart.md");

        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text()).contains("\"access_token\":").contains("\"status\":\"active\"");
    }

    @Test
    void theQuickstartHasFiveCommands() {
        assertThat(text("docs/quickstart.md").split("```sh\n")).hasSize(1 + 5);
    }

    @Test
    void theApisPageAndThoseThatGoOnFromItRunAsTheyStand() throws Exception {
        Terminal.Output output = paste("docs/api.md", "docs/webhooks.md", "docs/audit.md");

        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text())
                .contains("\"access_token\":")
                .contains("\"status\":\"delivered\"")
                .contains("\"intact\":true");
    }

    @Test
    void everyCommandOfTheReadmeStartsOrBuildsLanyard() {
        assertThat(CommandBlocks.of("README.md")).isEmpty();
    }

    @Test
    void everyLinkBetweenPagesLeadsToAFile() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("docs"))) {
            for (Path page : Stream.concat(pages, Stream.of(Path.of("README.md"))).toList()) {
                if (page.toString().endsWith(".md")) {
                    checkLinks(page);
                }
            }
        }
    }

    private static void checkLinks(Path page) {
        Matcher link = LINK.matcher(text(page.toString()));
        while (link.find()) {
            Path target = page.toAbsolutePath().resolveSibling(link.group(1));
            assertThat(Files.exists(target)).as(page + " links " + link.group(1)).isTrue();
        }
    }

    private Terminal.Output paste(String... pages) throws Exception {
        try (Terminal terminal = new Terminal()) {
            List<String> blocks =
                    CommandBlocks.of(pages).stream()
                            .map(block -> here(block, terminal.app()))
                            .toList();
            assertThat(blocks).isNotEmpty();
            return terminal.paste(blocks);
        }
    }

    /** The addresses of the pages are those of a developer's machine. */
    private String here(String block, String app) {
        return block.replace("http://localhost:8080", config.publicUrl().toString())
                .replace("https://app.acme.example/hooks", app + "/hooks");
    }

    private static String text(String page) {
        try {
            return Files.readString(Path.of(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
