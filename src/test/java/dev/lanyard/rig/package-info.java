/**
 * Tests from outside: the packaged application as processes, reached over HTTP alone. A {@link
 * dev.lanyard.rig.Cluster} is a PostgreSQL, replicas that share it, and a process of its own that
 * plays the provider.
 */
@org.jspecify.annotations.NullMarked
package dev.lanyard.rig;
