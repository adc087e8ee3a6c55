package dev.lanyard.connection.grant;

/** The result of storing a journey's grant in a connection. */
public sealed interface GrantStoreResult {

    /** Stored with this connection, new or brought back. */
    record Kept(String connectionId, boolean created) implements GrantStoreResult {}

    /** The connection to bring back is another account's; it is untouched. */
    record AccountMismatch() implements GrantStoreResult {}

    /** The connection to bring back is gone, or its profile is. */
    record Gone() implements GrantStoreResult {}
}
