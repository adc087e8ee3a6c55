package dev.lanyard.connection.background;

import dev.lanyard.connection.background.DueTokenSets.Due;
import dev.lanyard.connection.pace.ClientProofs;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Background work's share of a profile's token requests (rule 24). */
@ApplicationScoped
class BackgroundBudget {
    private final Providers providers;
    private final ClientProofs paces;

    BackgroundBudget(Providers providers, ClientProofs paces) {
        this.providers = providers;
        this.paces = paces;
    }

    /**
     * Takes one request for this row's profile; the row was claimed with all that is asked for.
     *
     * @return zero, or how long until there is one again; zero when the provider left the
     *     catalogue, which the refresh says
     */
    Uni<Duration> spend(Due due) {
        Optional<Provider> provider = providers.find(due.provider());
        return provider.isEmpty()
                ? Uni.createFrom().item(Duration.ZERO)
                : paces.spendBackground(
                        due.connection().tenantId(), due.profileId(), provider.get());
    }
}
