package dev.lanyard.token;

import io.quarkus.oidc.client.OidcClient;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth client of quarkus-oidc-client that several calls use at a time. Closing it cuts what is
 * in flight, so it is closed once nobody holds it: neither the cache nor a call (rule 7).
 */
final class GrantClient {
    private final ClientCredentials credentials;
    private final Uni<OidcClient> opening;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile @Nullable OidcClient open;

    /** A client that its maker holds. */
    GrantClient(ClientCredentials credentials, Uni<OidcClient> opening) {
        this.credentials = credentials;
        this.opening = opening.invoke(client -> open = client).memoize().indefinitely();
    }

    boolean serves(ClientCredentials asked) {
        return credentials.equals(asked);
    }

    /** Whether it can be used: not if it was closed. Each success is for one {@link #release}. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Lets go of it; the last one closes it. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            close();
        }
    }

    Uni<OidcClient> client() {
        return opening;
    }

    private void close() {
        OidcClient client = open;
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
