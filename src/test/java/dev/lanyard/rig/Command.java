package dev.lanyard.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A sub-command of the packaged application, run to its end, without any configuration.
 *
 * @param code its exit code
 */
public record Command(int code, String out, String err) {
    private static final long LONGEST_SECONDS = 60;

    /**
     * Runs it.
     *
     * @param in its standard input
     */
    public static Command run(String in, String... arguments) {
        List<String> line = new ArrayList<>(Executable.command(List.of()));
        line.addAll(List.of(arguments));
        try {
            Path folder = Files.createTempDirectory("command");
            Path input = Files.writeString(folder.resolve("in"), in);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().clear();
            Process process =
                    builder.redirectInput(input.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " did not end");
            }
            return new Command(process.exitValue(), text(out), text(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
