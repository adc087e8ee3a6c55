package dev.lanyard.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is started: the packaged jar, or with {@code -Dnative} the native executable. */
final class Executable {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    /**
     * Starting fast matters more to tests than running fast; {@code -Drig.java=…} says otherwise.
     */
    private static final String FAST_START = "-XX:TieredStopAtLevel=1 -Xmx512m";

    private Executable() {}

    /** The command line. */
    static List<String> command() {
        return System.getProperty("native") == null
                ? java()
                : List.of(existing(Path.of(System.getProperty("native.image.path"))));
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("rig.java", FAST_START).split(" ")));
        command.add("-jar");
        command.add(existing(JAR));
        return command;
    }

    private static String existing(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(
                    path + " does not exist: package the application first (./mvnw verify does)");
        }
        return path.toAbsolutePath().toString();
    }
}
