package dev.lanyard.provider;

import org.jspecify.annotations.Nullable;

/**
 * The account that was connected, in the provider's words: outside text, cut; only {@code id}
 * identifies.
 */
public record Account(
        String id,
        @Nullable String name,
        @Nullable String username,
        @Nullable String email,
        @Nullable String avatarUrl,
        @Nullable String profileUrl) {

    /** As people know it: by its name, and by what tells it from others of that name. */
    public String told() {
        return told(id, name, username);
    }

    /** The same from its parts. */
    public static String told(String id, @Nullable String name, @Nullable String username) {
        String handle = username == null || username.isBlank() ? id : username;
        return name == null || name.isBlank() || name.equals(handle)
                ? handle
                : name + " (" + handle + ")";
    }

    Account withEmail(@Nullable String address) {
        return new Account(id, name, username, address, avatarUrl, profileUrl);
    }
}
