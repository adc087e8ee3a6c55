package dev.lanyard.tenant.access;

import dev.lanyard.config.Config;
import dev.lanyard.http.FilterOrder;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.quota.ClientNetwork;
import dev.lanyard.tenant.quota.RateLimiters;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Bounds how much one client may ask of what is open to everybody: the pages and the callback below
 * {@code /connect}. Files are free.
 */
@ApplicationScoped
class ClientQuota {
    private static final String PAGES = "/connect/";
    private static final String FILES = "/connect/assets/";
    private static final int BURST_SECONDS = 10;

    private final ClientAddresses addresses;
    private final RateLimiters limiters;

    ClientQuota(Config config, ClientAddresses addresses) {
        int perSecond = config.quota().client();
        this.addresses = addresses;
        this.limiters = new RateLimiters("from your address", perSecond, BURST_SECONDS * perSecond);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.CLIENT_QUOTA);
    }

    private void check(RoutingContext context) {
        String path = String.valueOf(context.request().path());
        if (path.startsWith(PAGES) && !path.startsWith(FILES)) {
            try {
                limiters.spend(limiters.of(ClientNetwork.of(addresses.of(context.request()))));
            } catch (ProblemException limited) {
                context.fail(limited);
                return;
            }
        }
        context.next();
    }
}
