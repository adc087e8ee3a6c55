package dev.lanyard.authorize;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ReconnectTargets;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.console.OutcomeView.Parties;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The names of those whom a journey concerns, for its pages. */
@ApplicationScoped
class JourneyParties {
    private static final String TENANT = "SELECT name FROM tenant WHERE tenant_id = $1";

    private final Pool pool;
    private final Providers providers;

    JourneyParties(Pool pool, Providers providers) {
        this.pool = pool;
        this.providers = providers;
    }

    /** Those of a journey that has ended. */
    Uni<Parties> of(JourneyOutcome outcome) {
        return Uni.combine()
                .all()
                .unis(tenant(outcome.session()), expected(outcome))
                .with((tenant, expected) -> parties(outcome, tenant, expected));
    }

    private Parties parties(JourneyOutcome outcome, String tenant, Optional<String> expected) {
        String name = outcome.session().invitation().provider();
        String provider = providers.find(name).map(Provider::displayName).orElse(name);
        return new Parties(
                tenant,
                provider,
                outcome.error().isEmpty() || expected.isPresent()
                        ? outcome.account().orElse(null)
                        : null,
                expected.orElse(null));
    }

    private Uni<Optional<String>> expected(JourneyOutcome outcome) {
        boolean another =
                outcome.error()
                        .filter(error -> error.code() == SessionErrorCode.ACCOUNT_MISMATCH)
                        .isPresent();
        return another ? broughtBack(outcome.session()) : Uni.createFrom().item(Optional.empty());
    }

    /** The tenant's name. */
    Uni<String> tenant(ConnectSession session) {
        return pool.preparedQuery(TENANT)
                .execute(Tuple.of(session.tenantId()))
                .map(rows -> rows.iterator().next().getString("name"));
    }

    /** The account of the connection that the session is to bring back. */
    Uni<Optional<String>> broughtBack(ConnectSession session) {
        Optional<String> connection = session.invitation().reconnects();
        return connection.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : ReconnectTargets.find(pool, session.tenantId(), connection.get())
                        .map(found -> found.flatMap(ReconnectTargets.Target::account));
    }
}
