package dev.lanyard;

import dev.lanyard.provider.Catalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The command {@value #COMMAND}: tells what is wrong with a folder of provider entries, and needs
 * no other setting.
 */
final class ProviderCheck {
    static final String COMMAND = "check-providers";

    private ProviderCheck() {}

    /**
     * The lines to print.
     *
     * @param good whether the entries can be used
     */
    record CheckedEntries(boolean good, List<String> lines) {}

    /**
     * Checks.
     *
     * @param dir the folder; empty: none was named
     */
    static CheckedEntries of(Optional<String> dir) {
        if (dir.isEmpty()) {
            return new CheckedEntries(
                    false,
                    List.of("Name the folder: " + COMMAND + " <folder>, or LANYARD_PROVIDERS_DIR"));
        }
        try {
            List<String> names = Catalogue.names(Path.of(dir.get()));
            if (names.isEmpty()) {
                return new CheckedEntries(
                        false, List.of(dir.get() + ": there is no *.yaml file in it"));
            }
            return new CheckedEntries(
                    true, List.of(names.size() + " good: " + String.join(", ", names)));
        } catch (IllegalArgumentException e) {
            return new CheckedEntries(false, List.of(String.valueOf(e.getMessage()).split("; ")));
        }
    }
}
