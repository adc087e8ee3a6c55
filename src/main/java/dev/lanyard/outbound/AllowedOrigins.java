package dev.lanyard.outbound;

import java.net.URI;

/**
 * The origins that a provider call may go to: those that the operator's catalogue names, and no
 * others.
 */
public interface AllowedOrigins {
    /** Whether scheme, host and port of this address are in the catalogue. */
    boolean contains(URI address);
}
