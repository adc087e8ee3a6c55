package dev.lanyard.connection.grant;

/** Where a journey's grant went. */
public sealed interface Stored {

    /** Stored with this connection, new or brought back. */
    record Kept(String connectionId, boolean created) implements Stored {}

    /** The connection to bring back is another account's; it is untouched. */
    record AccountMismatch() implements Stored {}

    /** The connection to bring back is gone, or its profile is. */
    record Gone() implements Stored {}
}
