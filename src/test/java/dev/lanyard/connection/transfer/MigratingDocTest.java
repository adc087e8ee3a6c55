package dev.lanyard.connection.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mappings of docs/migrating.md, run on the samples beside them. */
@QuarkusTest
class MigratingDocTest {
    private static final Path DOC = Path.of("docs/migrating.md");

    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\\n(.*?)```");

    @Inject ImportReader reader;

    @TempDir Path folder;

    record Mapping(String sample, String program, String outcome) {
        @Override
        public String toString() {
            return program.lines().skip(1).findFirst().orElse(program);
        }
    }

    private static List<MatchResult> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(DOC)).results().toList();
    }

    /** A mapping stands between its sample and what comes of that. */
    static Stream<Mapping> mappings() throws IOException {
        List<MatchResult> blocks = blocks();
        return IntStream.range(0, blocks.size())
                .filter(at -> blocks.get(at).group(1).equals("jq"))
                .mapToObj(
                        at ->
                                new Mapping(
                                        blocks.get(at - 1).group(2),
                                        blocks.get(at).group(2),
                                        blocks.get(at + 1).group(2)));
    }

    @Test
    void allAreFound() throws IOException {
        assertThat(mappings()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void doesWhatItSays(Mapping mapping) throws Exception {
        String made =
                run(
                        mapping.sample(),
                        Map.of(),
                        "jq",
                        "-c",
                        "--arg",
                        "profile",
                        "prof_1",
                        "--arg",
                        "mode",
                        "shadow",
                        "-f",
                        file("map.jq", mapping.program()));

        assertThat(made.lines().map(JsonObject::new).toList())
                .isEqualTo(mapping.outcome().lines().map(JsonObject::new).toList());
        if (!made.contains("provider_config_key")) {
            made.lines().forEach(this::assertImportable);
        }
    }

    private void assertImportable(String text) {
        ImportLine line =
                reader.read(new UploadedLine(1, text.getBytes(StandardCharsets.UTF_8), null));
        assertThat(line.shadow()).isTrue();
        assertThat(line.expiresAt()).isNotNull();
    }

    /** The rows of a database that seals its credentials. */
    @Test
    void opensRowsThatAreSealed() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")), "there is no node");
        byte[] key = random(32);
        byte[] iv = random(12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        byte[] sealed =
                cipher.doFinal(
                        "{\"type\":\"OAUTH2\",\"refresh_token\":\"rt-1\"}"
                                .getBytes(StandardCharsets.UTF_8));
        int length = sealed.length - 16;
        Base64.Encoder text = Base64.getEncoder();
        JsonObject row =
                JsonObject.of(
                        "credentials",
                                JsonObject.of(
                                        "encrypted_credentials",
                                        text.encodeToString(
                                                java.util.Arrays.copyOf(sealed, length))),
                        "credentials_iv", text.encodeToString(iv),
                        "credentials_tag",
                                text.encodeToString(
                                        java.util.Arrays.copyOfRange(
                                                sealed, length, sealed.length)));
        String script =
                blocks().stream()
                        .filter(block -> block.group(1).equals("js"))
                        .findFirst()
                        .orElseThrow()
                        .group(2);

        String opened =
                run(
                        row.encode() + "\n",
                        Map.of("NANGO_ENCRYPTION_KEY", text.encodeToString(key)),
                        "node",
                        file("open.js", script));

        assertThat(
                        new JsonObject(opened.strip())
                                .getJsonObject("credentials")
                                .getString("refresh_token"))
                .isEqualTo("rt-1");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String run(String in, Map<String, String> environment, String... command)
            throws Exception {
        Path input = Path.of(file("in", in));
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
        builder.environment().putAll(environment);
        builder.redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }
}
