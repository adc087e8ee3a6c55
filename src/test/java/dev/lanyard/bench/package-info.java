/** What the token read is measured against: {@code src/test/bench/run.sh}, docs/benchmarks.md. */
@org.jspecify.annotations.NullMarked
package dev.lanyard.bench;
