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

    Account withEmail(@Nullable String address) {
        return new Account(id, name, username, address, avatarUrl, profileUrl);
    }
}
