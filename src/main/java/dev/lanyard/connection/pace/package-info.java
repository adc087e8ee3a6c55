/**
 * How fast a profile's token requests go, over all replicas: a parallel cap, pauses after a 429 and
 * after a failure, the hourly budget. May call {@code provider.*}, {@code database}, {@code
 * runtime} and {@code id}.
 */
package dev.lanyard.connection.pace;
