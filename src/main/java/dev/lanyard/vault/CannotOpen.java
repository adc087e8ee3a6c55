package dev.lanyard.vault;

/**
 * A sealed value that does not open: unknown key, or an AEAD refusal. Always our own failure
 * (refresh-protocol rule 21).
 */
public final class CannotOpen extends RuntimeException {
    CannotOpen(String what) {
        super("cannot open " + what, null, false, false);
    }
}
