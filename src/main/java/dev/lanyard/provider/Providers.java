package dev.lanyard.provider;

import dev.lanyard.config.Config;
import dev.lanyard.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The providers of this Lanyard, the sandbox among them where it is on. */
@ApplicationScoped
public class Providers {
    private static final Logger LOG = Logger.getLogger(Providers.class);

    private final String publicUrl;
    private final Set<String> missed = ConcurrentHashMap.newKeySet();
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
     * Whether the catalogue has a provider that a stored row names. That it has not is logged once
     * for each provider, not for each row and look.
     */
    public boolean knows(String stored) {
        boolean known = providers.containsKey(stored);
        boolean awaited = undiscovered.stream().anyMatch(entry -> entry.name().equals(stored));
        if (!known && !awaited && missed.add(stored)) {
            LOG.warnf(
                    "The provider %s is not in the catalogue any more: its connections are kept, and"
                            + " nothing is refreshed or revoked there until its entry is back"
                            + " (LANYARD_PROVIDERS_DIR)",
                    stored);
        }
        return known;
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
