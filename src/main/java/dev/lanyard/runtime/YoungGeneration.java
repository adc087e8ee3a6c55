package dev.lanyard.runtime;

import org.graalvm.nativeimage.RuntimeOptions;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * The most memory that a native executable gives to new objects, built into it; {@code -Xmn} at
 * start goes before it. A busy replica settles at this size anyway, and an idle one stays small
 * (docs/benchmarks.md). It is set here, not by the builder's {@code -R:MaxNewSize}, as some drivers
 * of the builder do not pass that on.
 */
public final class YoungGeneration implements Feature {

    private static final String SIZE = "16m";

    @Override
    public String getDescription() {
        return "a young generation of at most " + SIZE;
    }

    @Override
    public void duringSetup(DuringSetupAccess access) {
        // What follows -X on a command line. The option by its long name is not known yet, and
        // would be left unset in silence
        RuntimeOptions.set("mn" + SIZE, null);
    }
}
