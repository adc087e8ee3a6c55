package dev.lanyard.connection;

/**
 * A version of a connection's tokens that somebody saw and wants refreshed. If the row has moved on
 * by the time of the refresh, there is nothing to do: presenting the newer one would be one
 * presentation too many.
 */
record Seen(ConnectionRef connection, long version) {}
