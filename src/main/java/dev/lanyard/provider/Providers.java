package dev.lanyard.provider;

import dev.lanyard.Config;
import dev.lanyard.problem.Problem;
import dev.lanyard.problem.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
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
     * @throws Problem {@code not_found}
     */
    public Provider get(String name) {
        return find(name).orElseThrow(Problem::notFound);
    }

    /**
     * The provider of a profile.
     *
     * @throws Problem {@code provider_unavailable} if it has left the catalogue
     */
    Provider of(ConnectorProfile profile) {
        return find(profile.provider()).orElseThrow(() -> gone(profile.provider()));
    }

    private static Problem gone(String name) {
        return Problem.of(
                ProblemCode.PROVIDER_UNAVAILABLE,
                "The provider " + name + " is no longer in the catalogue. Ask the operator for it.",
                Duration.ofMinutes(5));
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
    URI callbackUrl(String provider) {
        return URI.create(publicUrl + "/connect/oauth2/" + provider + "/callback");
    }

    /** A profile as the API shows it. */
    ConnectorProfileView view(ConnectorProfile profile) {
        return ConnectorProfileView.of(profile, callbackUrl(profile.provider()));
    }
}
