package dev.lanyard.chaos.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Debian's libfaketime: a process whose wall clock is wrong, and whose monotonic clock is right.
 */
public final class Faketime {
    private static final List<String> LIBRARIES =
            List.of(
                    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1");

    private Faketime() {}

    /**
     * The environment of such a process.
     *
     * @param offset {@code +5m}, {@code -5m}, …
     */
    public static Map<String, String> environment(String offset) {
        return Map.of(
                "LD_PRELOAD", library(), "FAKETIME", offset, "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    private static String library() {
        return LIBRARIES.stream()
                .filter(library -> Files.exists(Path.of(library)))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "libfaketime is missing: apt-get install faketime"));
    }
}
