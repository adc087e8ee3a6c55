package dev.lanyard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with the configuration, so that all of it is told at once. */
final class ComplaintList {
    static final int MAX_PORT = 65_535;

    private final List<String> complaints = new ArrayList<>();

    void add(String complaint) {
        complaints.add(complaint);
    }

    void expect(boolean good, String complaint) {
        if (!good) {
            add(complaint);
        }
    }

    void expectPort(String key, int port) {
        expect(port >= 0 && port <= MAX_PORT, key + " must be a port number");
    }

    /** Adds the message of an {@link IllegalArgumentException}, which names the key. */
    void expectAccepted(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            add(String.valueOf(e.getMessage()));
        }
    }

    /** All of them in one line; empty if there are none. */
    Optional<String> joined() {
        return complaints.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", complaints));
    }
}
