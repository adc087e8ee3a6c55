package dev.lanyard.connection.accesstoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user's terminal, with what the pages tell to paste into it. */
final class Shell {
    private static final Pattern HELPER =
            Pattern.compile("```sh\\n(#!/bin/sh\\n# A fresh.*?)```", Pattern.DOTALL);

    private final Path home;
    private final Map<String, String> variables = new HashMap<>();

    Shell(Path home) {
        this.home = home;
        variables.put("HOME", home.toString());
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_AUTHOR_NAME", "Ada");
        variables.put("GIT_AUTHOR_EMAIL", "ada@app.example");
        variables.put("GIT_COMMITTER_NAME", "Ada");
        variables.put("GIT_COMMITTER_EMAIL", "ada@app.example");
        variables.put("PATH", home + ":" + System.getenv("PATH"));
    }

    /** An outcome; what was printed, errors included. */
    record Ran(int status, String output) {
        String ok() {
            assertThat(status).as(output).isZero();
            return output;
        }
    }

    Shell with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Writes a file that only the user can read; its path. */
    Path file(String name, String content) {
        try {
            Path file = Files.writeString(home.resolve(name), content);
            return Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Saves the credential helper of docs/git.md. */
    void installHelper() {
        Matcher helper = HELPER.matcher(page("git.md"));
        assertThat(helper.find()).isTrue();
        file("git-credential-lanyard", helper.group(1));
    }

    /** Lanyard's own, as {@code lanyard} in the user's path. */
    void installExecutable() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        file(
                "lanyard",
                "#!/bin/sh\nexec '%s' -cp '%s' dev.lanyard.Main \"$@\"\n".formatted(java, classes));
    }

    /** The block of docs/recipes.md that follows this name. */
    static String recipe(String name) {
        Matcher block =
                Pattern.compile("<!-- recipe: " + name + " -->\\n```sh\\n(.*?)```", Pattern.DOTALL)
                        .matcher(page("recipes.md"));
        assertThat(block.find()).as(name).isTrue();
        return block.group(1);
    }

    private static String page(String name) {
        try {
            return Files.readString(Path.of("docs", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ran run(String script) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder("sh", "-c", script)
                            .directory(home.toFile())
                            .redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            builder.environment().putAll(variables);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
