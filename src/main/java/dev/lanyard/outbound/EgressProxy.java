package dev.lanyard.outbound;

import dev.lanyard.config.Config;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The HTTP proxy that calls of providers go through, and to whom they go without it. */
public final class EgressProxy {
    private static final Pattern HOST =
            Pattern.compile(
                    "(\\*?\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|[0-9a-fA-F:]+:[0-9a-fA-F:]*");
    private static final List<String> OWN_HOST = List.of("localhost", "127.0.0.1", "::1");

    private final Optional<URI> proxy;
    private final List<String> direct;

    private EgressProxy(Optional<URI> proxy, List<String> direct) {
        this.proxy = proxy;
        this.direct = direct;
    }

    /** None: all calls go straight. */
    public static EgressProxy none() {
        return new EgressProxy(Optional.empty(), List.of());
    }

    /**
     * As it is configured.
     *
     * @throws IllegalArgumentException in one line, naming the key
     */
    public static EgressProxy of(Config config) {
        List<String> hosts =
                config.noProxy().orElse(List.of()).stream()
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .toList();
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "LANYARD_NO_PROXY must list names and addresses of hosts, separated by"
                                + " commas; a name with a dot before it is a whole domain");
            }
        }
        return new EgressProxy(config.egressProxy(), hosts);
    }

    /** What a call of this host goes through; empty: nothing. */
    public Optional<ProxyOptions> before(String host) {
        return proxy.filter(uri -> !isDirect(bare(host)))
                .map(uri -> new ProxyOptions().setHost(uri.getHost()).setPort(uri.getPort()));
    }

    private static String bare(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    }

    private boolean isDirect(String host) {
        return OWN_HOST.contains(host) || direct.stream().anyMatch(entry -> covers(entry, host));
    }

    private static boolean covers(String entry, String host) {
        String domain = entry.replaceFirst("^\\*?\\.", "");
        return host.equals(domain) || (!domain.equals(entry) && host.endsWith("." + domain));
    }
}
