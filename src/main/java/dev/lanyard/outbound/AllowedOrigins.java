package dev.lanyard.outbound;

import java.net.URI;

/** Where a provider call may go: what the operator's catalogue names, and nothing else. */
public interface AllowedOrigins {
    /** Whether scheme, host and port of this address are in the catalogue. */
    boolean contains(URI address);
}
