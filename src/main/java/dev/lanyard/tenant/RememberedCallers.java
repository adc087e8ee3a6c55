package dev.lanyard.tenant;

import dev.lanyard.TenantToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Callers whose key was looked up in the last seconds, for those who cannot wait. */
@ApplicationScoped
public class RememberedCallers {
    private final KnownKeys keys;

    RememberedCallers(KnownKeys keys) {
        this.keys = keys;
    }

    /**
     * Who sent this {@code Authorization}, counted against the quotas of tenant and key. A request
     * that goes on to the filter nevertheless is counted there again. Fails with {@code
     * rate_limited}.
     *
     * @return empty: not remembered, unknown or expired; the filter before the resources tells
     *     which
     */
    public Optional<Caller> find(@Nullable String authorization) {
        String key = Incoming.bearer(authorization);
        CompletableFuture<Optional<KnownKeys.Known>> remembered =
                keys.remembered(ByteBuffer.wrap(TenantToken.sha256(key)));
        if (remembered == null || remembered.isCompletedExceptionally()) {
            return Optional.empty();
        }
        return remembered
                .getNow(Optional.empty())
                .filter(known -> !known.isExpired())
                .map(RememberedCallers::counted);
    }

    private static Caller counted(KnownKeys.Known known) {
        known.allowance().take();
        return known.caller();
    }
}
