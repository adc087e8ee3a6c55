package dev.lanyard.connection.grant;

import dev.lanyard.vault.DataKey;

/** The refresh token of an erased connection, sealed. */
public record DiscardedGrant(String connectionId, byte[] refreshToken) {

    /**
     * The refresh token, to revoke it; fails with {@link
     * dev.lanyard.vault.DecryptionFailedException}.
     */
    public String open(DataKey key) {
        return key.open(SealedTokens.REFRESH, connectionId, refreshToken);
    }

    @Override
    public String toString() {
        return "Discarded[" + connectionId + "]";
    }
}
