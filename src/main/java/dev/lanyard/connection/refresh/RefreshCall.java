package dev.lanyard.connection.refresh;

import dev.lanyard.outbound.Deadline;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Sends a refresh token under its lease, and measures what the provider makes of it. */
@ApplicationScoped
class RefreshCall {
    /** From the lease's statement to the first byte (rule 3). */
    private static final Duration START = Duration.ofSeconds(5);

    private final TokenEndpoint endpoint;
    private final RefreshMeters meters;

    RefreshCall(TokenEndpoint endpoint, RefreshMeters meters) {
        this.endpoint = endpoint;
        this.meters = meters;
    }

    /** Sends it at most once; never fails. */
    Uni<TokenResponse> present(RefreshRequest request, Lease lease) {
        meters.presenting(request.provider(), lease);
        long began = System.nanoTime();
        return endpoint.refresh(
                        request.client().credentials(),
                        request.refreshToken(),
                        Deadline.startingWithin(START, lease.takenAt()))
                .invoke(response -> meters.responded(lease, request.provider(), response, began));
    }
}
