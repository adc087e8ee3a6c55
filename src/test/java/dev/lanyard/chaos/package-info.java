/**
 * Chaos: three replicas of the packaged application on one PostgreSQL, and a provider in a process
 * of its own behind a proxy that spoils connections. Processes are killed, stopped and restarted,
 * the database too; afterwards every connection must be alive, at the provider and at Lanyard.
 * {@code ./mvnw verify} runs a short version, {@code ./mvnw verify -Pchaos} the whole; {@code
 * -Dlanyard.chaos.seed=…} repeats a run's choices.
 */
@org.jspecify.annotations.NullMarked
package dev.lanyard.chaos;
