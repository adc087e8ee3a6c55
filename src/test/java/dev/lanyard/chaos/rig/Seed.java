package dev.lanyard.chaos.rig;

import java.security.SecureRandom;
import java.util.Random;

/**
 * Where every random choice comes from: printed, and given by {@code -Dlanyard.chaos.seed=…}. The
 * short runs have one seed, as a change is not to fail for what it did not do.
 */
public final class Seed {
    private static final long VALUE =
            Long.getLong(
                    "lanyard.chaos.seed",
                    "full".equals(System.getProperty("lanyard.chaos"))
                            ? new SecureRandom().nextInt(1_000_000_000)
                            : 786_058_573L);

    static {
        Report.say("seed %d; the same choices again: -Dlanyard.chaos.seed=%d", VALUE, VALUE);
    }

    private Seed() {}

    /** A source of choices of its own, the same for the same seed and names. */
    public static Random random(Object... names) {
        return new Random(VALUE * 1_000_003 + java.util.Arrays.hashCode(names));
    }
}
