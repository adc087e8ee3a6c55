package dev.lanyard.tenant.workload;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * An issuer of workload tokens that the operator allows (OpenID Connect Core §2, {@code iss}).
 *
 * @param url as tokens have it, character by character
 * @param keys where its keys are mounted; empty: its discovery document says where they are
 */
record WorkloadIssuer(String url, Optional<Path> keys) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String FILE = "=/";

    /**
     * Reads one of the configuration's.
     *
     * @param text {@code https://issuer.example} or {@code https://issuer.example=/path/of/jwks}
     * @throws IllegalArgumentException saying what it must be
     */
    static WorkloadIssuer parse(String text) {
        int end = text.indexOf(FILE);
        String url = (end < 0 ? text : text.substring(0, end)).strip();
        if (!isAddress(url)) {
            throw new IllegalArgumentException(
                    "must list issuers as their tokens name them, https://… without query"
                            + " (http:// for this very host only), each alone or followed by"
                            + " =/path/of/its/jwks.json");
        }
        return new WorkloadIssuer(
                url,
                end < 0 ? Optional.empty() : Optional.of(Path.of(text.substring(end + 1).strip())));
    }

    private static boolean isAddress(String url) {
        try {
            URI address = new URI(url);
            return isReachable(address)
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** By https, which proves who answers; by http where nobody is in between. */
    private static boolean isReachable(URI address) {
        return address.getHost() != null
                && address.getRawUserInfo() == null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme())
                                && LOOPBACK.contains(address.getHost())));
    }

    /** Its discovery document (OpenID Connect Discovery 1.0 §4). */
    URI discovery() {
        return URI.create(url.replaceFirst("/+$", "") + "/.well-known/openid-configuration");
    }

    /**
     * Whether keys may be fetched there, as the issuer says: an issuer on the network cannot send
     * us to this host's own ports.
     */
    boolean mayKeepKeysAt(URI address) {
        return isReachable(address)
                && ("https".equals(address.getScheme()) || url.startsWith("http:"));
    }
}
