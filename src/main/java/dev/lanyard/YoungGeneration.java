package dev.lanyard;

import org.graalvm.nativeimage.RuntimeOptions;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * The most memory that a native executable gives to new objects, built into it; {@code -Xmn} at start goes before it. A
 * busy replica settles at this size anyway, and an idle one stays small (docs/benchmarks.md). It is set here, not by the
 * builder's {@code -R:MaxNewSize}, as some drivers of the builder do not pass that on.
 */
public final class YoungGeneration implements Feature {

  private static final long MOST_BYTES = 16L << 20;

  @Override
  public String getDescription() {
    return "a young generation of at most " + (MOST_BYTES >> 20) + " MiB";
  }

  @Override
  public void duringSetup(DuringSetupAccess access) {
    RuntimeOptions.set("MaxNewSize", MOST_BYTES);
  }
}
