package dev.lanyard.token;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One HTTP request to a provider: sent at most once, no redirects, a deadline over all of it, an
 * answer of limited size.
 */
@ApplicationScoped
public class HttpCall {

    /** What came back, header names in lower case. */
    public record Reply(int status, Map<String, String> headers, String body) {}

    /**
     * GET with a bearer token; fails with {@link java.io.IOException} for anything that is not a
     * whole answer.
     */
    public Uni<Reply> get(URI uri, String accessToken, Duration deadline) {
        throw new UnsupportedOperationException();
    }
}
