package dev.lanyard.connection.background;

import dev.lanyard.connection.background.DueTokenSets.Due;
import dev.lanyard.connection.pace.HourlyBudgets;
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
    private final HourlyBudgets budgets;

    BackgroundBudget(Providers providers, HourlyBudgets budgets) {
        this.providers = providers;
        this.budgets = budgets;
    }

    /** Whether the catalogue has its provider; that it has not is logged once. */
    boolean isKnown(Due due) {
        return providers.knows(due.provider());
    }

    /**
     * Takes one request for this row's profile; the row was claimed with all that is asked for.
     *
     * @return zero, or how long until there is one again; zero when the provider left the catalogue
     */
    Uni<Duration> spend(Due due) {
        Optional<Provider> provider = providers.find(due.provider());
        return provider.isEmpty()
                ? Uni.createFrom().item(Duration.ZERO)
                : budgets.spend(due.connection().tenantId(), due.profileId(), provider.get());
    }

    /** What was denied before anything was presented has cost nothing. */
    Uni<Void> giveBack(Due due) {
        return budgets.giveBack(due.connection().tenantId(), due.profileId());
    }
}
