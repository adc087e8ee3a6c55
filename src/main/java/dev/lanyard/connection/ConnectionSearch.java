package dev.lanyard.connection;

import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for in the console's list.
 *
 * @param find a connection's id, an end user's or an account's; null: all
 */
record ConnectionSearch(
        @Nullable String find, @Nullable String status, @Nullable String profileId) {

    /** Of a form's fields, where an empty one asks for nothing. */
    static ConnectionSearch of(
            @Nullable String find, @Nullable String status, @Nullable String profileId) {
        return new ConnectionSearch(orNull(find), orNull(status), orNull(profileId));
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** One connection, by its id. */
    boolean isId() {
        return find != null && find.matches("conn_[A-Za-z0-9]{1,40}");
    }

    /** By the end user's id. */
    ConnectionFilter byEndUser() {
        return new ConnectionFilter(find, null, status, profileId, null);
    }

    /** By the account's id. */
    ConnectionFilter byAccount() {
        return new ConnectionFilter(null, null, status, profileId, find);
    }
}
