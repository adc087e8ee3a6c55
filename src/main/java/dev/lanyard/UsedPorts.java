package dev.lanyard;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ports that somebody else listens at, told before anything starts: in one line, without a trace.
 */
final class UsedPorts {
    private static final String CHECKED = "dev.lanyard.ports.checked";
    private static final Map<String, String> USUAL =
            Map.of("LANYARD_HTTP_PORT", "8080", "LANYARD_MANAGEMENT_PORT", "9000");

    private UsedPorts() {}

    /** What is in the way; empty if nothing is, or once they are this process's own. */
    static Optional<String> complaint() {
        if (System.setProperty(CHECKED, "true") != null) {
            return Optional.empty(); // a live reload
        }
        List<String> used = USUAL.keySet().stream().sorted().flatMap(UsedPorts::complaint).toList();
        return used.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", used));
    }

    private static Stream<String> complaint(String key) {
        String property = key.toLowerCase(Locale.ROOT);
        property = "lanyard." + property.substring("lanyard_".length()).replace('_', '-');
        String set = System.getProperty(property, System.getenv(key));
        String port = set == null || set.isBlank() ? String.valueOf(USUAL.get(key)) : set.strip();
        return port.matches("[1-9]\\d{0,4}") && isUsed(Integer.parseInt(port))
                ? Stream.of(
                        key
                                + ": port "
                                + port
                                + " is in use; stop who listens there, or set another")
                : Stream.empty();
    }

    /** As the server itself would find it. */
    static boolean isUsed(int port) {
        if (port > 65_535) {
            return false;
        }
        try {
            new ServerSocket(port).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
