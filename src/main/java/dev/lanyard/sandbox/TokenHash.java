package dev.lanyard.sandbox;

import dev.lanyard.id.TenantToken;
import io.vertx.core.buffer.Buffer;

/** SHA-256 of a random text, as the {@code sandbox_*} tables hold it. */
final class TokenHash {
    private TokenHash() {}

    static Buffer of(String text) {
        return Buffer.buffer(TenantToken.sha256(text));
    }
}
