package dev.lanyard.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is started: the packaged jar, or what {@code -Dlanyard.executable=…} names, a jar or an
 * executable; with {@code -Dnative} pom.xml names the one that was built.
 */
public final class Executable {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    /**
     * Starting fast matters more to tests than running fast; {@code -Drig.java=…} says otherwise.
     */
    private static final String FAST_START = "-XX:TieredStopAtLevel=1 -Xmx512m";

    private Executable() {}

    /**
     * The command line.
     *
     * @param options {@code -D…}, which both a jar and a native executable take; a jar's may be the
     *     JVM's
     */
    public static List<String> command(List<String> options) {
        Path chosen = chosen();
        List<String> command = new ArrayList<>();
        if (chosen.toString().endsWith(".jar")) {
            command.addAll(java());
            command.addAll(options);
            command.add("-jar");
            command.add(existing(chosen));
        } else {
            command.add(existing(chosen));
            command.addAll(options);
        }
        return command;
    }

    private static Path chosen() {
        String named = System.getProperty("lanyard.executable", "");
        return named.isEmpty() ? JAR : Path.of(named);
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(javaHome(), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("rig.java", FAST_START).split(" ")));
        return command;
    }

    /** {@code -Drig.java.home=…}: another JDK than the tests'. */
    private static String javaHome() {
        return System.getProperty("rig.java.home", System.getProperty("java.home"));
    }

    private static String existing(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(
                    path + " does not exist: package the application first (./mvnw verify does)");
        }
        return path.toAbsolutePath().toString();
    }
}
