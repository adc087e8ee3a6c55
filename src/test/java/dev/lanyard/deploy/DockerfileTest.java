package dev.lanyard.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dockerfile.native, read: no container engine is needed to see what it promises. */
class DockerfileTest {
    private static final Pattern PINNED = Pattern.compile("\\S+/\\S+:(?!latest)[\\w.-]+");

    private final List<Instruction> all = read();

    private record Instruction(String name, String arguments) {}

    @Test
    void buildsInOneStageAndRunsInAnother() {
        assertThat(arguments("FROM"))
                .containsExactly(
                        "${BUILDER_IMAGE}${BUILDER_DIGEST} AS build",
                        "${RUNTIME_IMAGE}${RUNTIME_DIGEST}");
    }

    @Test
    void pinsItsImagesByTagAndTakesTheirDigests() {
        assertThat(arguments("ARG"))
                .contains("BUILDER_DIGEST=", "RUNTIME_DIGEST=")
                .filteredOn(argument -> argument.contains("_IMAGE="))
                .hasSize(2)
                .allSatisfy(
                        image ->
                                assertThat(image.substring(image.indexOf('=') + 1))
                                        .matches(PINNED));
    }

    @Test
    void copiesWhatExistsAndTheIgnoreFileLetsThrough() throws IOException {
        List<String> let = Files.readAllLines(Path.of(".dockerignore"));

        List<String> sources =
                arguments("COPY").stream()
                        .filter(copy -> !copy.startsWith("--from"))
                        .flatMap(DockerfileTest::sources)
                        .distinct()
                        .toList();

        assertThat(let).startsWith("*");
        assertThat(sources)
                .contains("pom.xml", "mvnw", "src/main")
                .allSatisfy(source -> assertThat(let).contains("!" + plain(source)))
                .filteredOn(source -> !source.startsWith(".git/"))
                .allSatisfy(source -> assertThat(Path.of(source)).exists());
        assertThat(let).hasSize(sources.size() + 1);
    }

    /** Without the brackets that let a pattern match nothing. */
    private static String plain(String source) {
        return source.replaceAll("[\\[\\]]", "");
    }

    /**
     * A release's tarball has no .git; a worktree's is a file; a CI's config in it holds tokens.
     */
    @Test
    void buildsWithoutGitAndNeverTakesItsConfig() throws IOException {
        List<String> git =
                arguments("COPY").stream()
                        .filter(copy -> !copy.startsWith("--from"))
                        .flatMap(DockerfileTest::sources)
                        .filter(source -> source.startsWith(".git"))
                        .toList();

        assertThat(git).isNotEmpty().allMatch(source -> source.endsWith("]"));
        assertThat(Files.readString(Path.of(".dockerignore"))).doesNotContain("!.git\n", "config");
    }

    @Test
    void theFolderOfTheBuildIsTheUsersUnderTheClassicBuilderToo() {
        assertThat(arguments("RUN")).first().isEqualTo("install -d -o quarkus -g quarkus /code");
    }

    @Test
    void tellsWhereItComesFrom() {
        assertThat(arguments("LABEL").get(0))
                .contains("image.version=", "image.revision=", "image.source=", "image.url=");
    }

    /** All but the flags before and the target after. */
    private static java.util.stream.Stream<String> sources(String copy) {
        List<String> words =
                Arrays.stream(copy.split(" ")).filter(word -> !word.startsWith("--")).toList();
        return words.subList(0, words.size() - 1).stream();
    }

    @Test
    void takesTheExecutableByTheNameThatTheBuildGivesIt() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<finalName>lanyard</finalName>");
        assertThat(arguments("COPY"))
                .contains("--from=build --chown=0:0 /code/target/lanyard-runner lanyard");
        assertThat(arguments("RUN"))
                .last()
                .asString()
                .contains("./mvnw -B -ntp package", "-Dnative", "-Dmaven.test.skip=true");
    }

    @Test
    void runsWithoutShellAndWithoutRoot() {
        assertThat(arguments("ENTRYPOINT")).containsExactly("[\"/app/lanyard\"]");
        assertThat(arguments("CMD")).isEmpty();
        assertThat(arguments("USER")).last().isEqualTo("1001:1001");
    }

    @Test
    void exposesTheDefaultPorts() throws NoSuchMethodException {
        assertThat(arguments("EXPOSE"))
                .containsExactly(defaultOf("httpPort") + " " + defaultOf("managementPort"));
    }

    private static String defaultOf(String key) throws NoSuchMethodException {
        return Config.class
                .getMethod(key)
                .getAnnotation(io.smallrye.config.WithDefault.class)
                .value();
    }

    private List<String> arguments(String name) {
        return all.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::arguments)
                .toList();
    }

    private static List<Instruction> read() {
        try {
            String text =
                    Files.readString(Path.of("Dockerfile.native")).replaceAll("\\\\\n\\s*", "");
            List<Instruction> instructions = new ArrayList<>();
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(line -> instructions.add(new Instruction(line[0], line[1])));
            return instructions;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
