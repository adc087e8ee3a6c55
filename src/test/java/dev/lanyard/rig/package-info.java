/**
 * The machinery of the tests from outside: a {@link dev.lanyard.rig.Cluster} is a PostgreSQL,
 * replicas of the packaged application that share it, and a process of its own that plays the
 * provider. What it proves stands in {@code packaged}.
 */
@org.jspecify.annotations.NullMarked
package dev.lanyard.rig;
