package dev.lanyard.problem;

/**
 * Marks a failure that is Lanyard's own and may pass: the caller is told {@code unavailable}, the
 * log holds it under an incident id.
 */
public interface OwnFailure {}
