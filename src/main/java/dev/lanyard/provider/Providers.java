package dev.lanyard.provider;

import dev.lanyard.config.Config;
import dev.lanyard.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The providers of this Lanyard, the sandbox among them where it is on. */
@ApplicationScoped
public class Providers {
    private final Map<String, Provider> providers;
    private final String publicUrl;

    Providers(Config config) {
        this.providers = new TreeMap<>(Catalogue.load(config.providersDir()));
        this.publicUrl = config.publicUrl().toString();
        if (config.sandbox()) {
            SandboxEntry.of(providers, publicUrl)
                    .ifPresent(entry -> providers.put(entry.name(), entry));
        }
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
