package dev.lanyard.connection.grant;

import io.vertx.mutiny.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What an erased connection held: its tokens, sealed for it. */
public record DiscardedGrant(
        String connectionId,
        @Nullable String accountId,
        @Nullable Buffer refreshToken,
        @Nullable Buffer accessToken) {

    @Override
    public String toString() {
        return "Discarded[" + connectionId + "]";
    }
}
