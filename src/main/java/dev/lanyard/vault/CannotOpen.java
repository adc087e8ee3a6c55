package dev.lanyard.vault;

import dev.lanyard.problem.Unavailable;

/**
 * A sealed value that does not open: unknown key, or an AEAD refusal. Always our own failure
 * (refresh-protocol rule 21).
 */
public final class CannotOpen extends RuntimeException implements Unavailable {
    CannotOpen(String what) {
        super("cannot open " + what, null, false, false);
    }
}
