package dev.lanyard.vault;

import dev.lanyard.problem.OwnFailure;
import java.util.concurrent.atomic.LongAdder;

/**
 * A sealed value that does not open: unknown key, or an AEAD refusal. Always our own failure
 * (docs/refresh.md rule 21), so each is counted, whoever catches it.
 */
public final class DecryptionFailedException extends RuntimeException implements OwnFailure {
    private static final LongAdder COUNT = new LongAdder();

    DecryptionFailedException(String what) {
        super("cannot open " + what, null, false, false);
        COUNT.increment();
    }

    /** How many there have been in this process. */
    static long count() {
        return COUNT.sum();
    }
}
