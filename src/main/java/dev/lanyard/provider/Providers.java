package dev.lanyard.provider;

import dev.lanyard.config.Config;
import dev.lanyard.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The providers of this Lanyard, the sandbox among them where it is on. */
@ApplicationScoped
public class Providers {
    private final String publicUrl;
    private volatile Map<String, Provider> providers;
    private volatile List<UndiscoveredEntry> undiscovered;

    Providers(Config config) {
        Catalogue.CatalogueEntries entries = Catalogue.read(config.providersDir());
        Map<String, Provider> known = new TreeMap<>(entries.providers());
        this.publicUrl = config.publicUrl().toString();
        if (config.sandbox()) {
            SandboxEntry.of(known, publicUrl).ifPresent(entry -> known.put(entry.name(), entry));
        }
        this.providers = known;
        this.undiscovered = List.copyOf(entries.undiscovered());
    }

    /** The entries whose issuer has not told its metadata yet. */
    List<UndiscoveredEntry> undiscovered() {
        return undiscovered;
    }

    /** From now on it can be used. */
    synchronized void discovered(UndiscoveredEntry entry, Provider provider) {
        Map<String, Provider> known = new TreeMap<>(providers);
        known.put(provider.name(), provider);
        providers = known;
        undiscovered = undiscovered.stream().filter(other -> !other.equals(entry)).toList();
    }

    /** The provider of this name. */
    public Optional<Provider> find(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    /**
     * The provider of this name.
     *
     * @throws ProblemException {@code not_found}
     */
    public Provider get(String name) {
        return find(name).orElseThrow(ProblemException::notFound);
    }

    /** All, sorted by name. */
    public Collection<Provider> all() {
        return providers.values();
    }

    /** Where this provider sends its authorization responses. */
    public URI callbackUrl(Provider provider) {
        return callbackUrl(provider.name());
    }

    /** The same by name, also for a provider that has left the catalogue. */
    public URI callbackUrl(String provider) {
        return URI.create(publicUrl + "/connect/oauth2/" + provider + "/callback");
    }
}
