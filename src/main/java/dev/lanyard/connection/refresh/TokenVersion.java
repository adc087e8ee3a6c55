package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;

/**
 * A version of a connection's tokens that somebody saw and wants refreshed. If the row has moved on
 * by the time of the refresh, there is nothing to do: presenting the newer one would be one
 * presentation too many.
 */
public record TokenVersion(ConnectionRef connection, long version) {}
