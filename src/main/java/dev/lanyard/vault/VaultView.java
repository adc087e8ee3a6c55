package dev.lanyard.vault;

import java.util.List;

/**
 * The vault keys as the operator sees them.
 *
 * @param keys in the order given, the one that seals first; last those that wrap data keys and are
 *     not given on this replica
 */
public record VaultView(List<KeyView> keys) {

    /**
     * A vault key.
     *
     * @param sealed how many tenants' data keys it wraps; at 0 it may be removed
     */
    public record KeyView(String id, boolean primary, long sealed) {}
}
