package dev.lanyard.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is started: the packaged jar, or with {@code -Dnative} the native executable. */
final class Executable {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    private Executable() {}

    /** The command line. Starting fast matters more to these tests than running fast. */
    static List<String> command() {
        return System.getProperty("native") == null
                ? List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-jar",
                        existing(JAR))
                : List.of(existing(Path.of(System.getProperty("native.image.path"))));
    }

    private static String existing(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(
                    path + " does not exist: package the application first (./mvnw verify does)");
        }
        return path.toAbsolutePath().toString();
    }
}
