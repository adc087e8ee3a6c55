package dev.lanyard.provider;

import dev.lanyard.outbound.AllowedOrigins;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The origins of all addresses that the catalogue's entries name. */
@ApplicationScoped
class CatalogueOrigins implements AllowedOrigins {
    private final Providers providers;
    private volatile KnownOrigins known;

    /** The origins of these providers, and of issuers that are still to be asked. */
    private record KnownOrigins(Collection<Provider> providers, Set<String> origins) {

        static KnownOrigins of(Providers providers) {
            Collection<Provider> all = providers.all();
            Set<String> origins = new HashSet<>(CatalogueOrigins.origins(all));
            providers.undiscovered().forEach(entry -> origins.add(origin(entry.issuer())));
            return new KnownOrigins(all, origins);
        }
    }

    CatalogueOrigins(Providers providers) {
        this.providers = providers;
        this.known = KnownOrigins.of(providers);
    }

    static Set<String> origins(Collection<Provider> providers) {
        return providers.stream()
                .flatMap(CatalogueOrigins::addresses)
                .map(CatalogueOrigins::origin)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<URI> addresses(Provider provider) {
        return Stream.of(
                        Stream.of(provider.tokenEndpoint(), provider.account().url()),
                        Stream.of(provider.api().baseUrl()),
                        provider.api().hosts().stream().map(host -> URI.create("https://" + host)),
                        provider.revocationEndpoint().stream(),
                        provider.email().stream().map(Provider.EmailSource::url))
                .flatMap(each -> each);
    }

    @Override
    public boolean contains(URI address) {
        if (known.providers() != providers.all()) { // one was discovered
            known = KnownOrigins.of(providers);
        }
        return known.origins().contains(origin(address));
    }

    /** Scheme, host and port (RFC 6454 §4). */
    private static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        int port = address.getPort() < 0 ? standard : address.getPort();
        return scheme
                + "://"
                + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT)
                + ":"
                + port;
    }
}
