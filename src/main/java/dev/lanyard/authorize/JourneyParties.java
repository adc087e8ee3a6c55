package dev.lanyard.authorize;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ReconnectTargets;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.console.OutcomeView.Parties;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.provider.branding.OperatorBranding;
import dev.lanyard.provider.branding.PageBrand;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The names of those whom a journey concerns, for its pages, and how these look. */
@ApplicationScoped
class JourneyParties {
    private static final String HOST =
            """
            SELECT t.name, p.brand_logo, p.brand_color, p.brand_intro, p.brand_support_url
            FROM tenant t JOIN connector_profile p ON p.tenant_id = t.tenant_id AND p.id = $2
            WHERE t.tenant_id = $1
            """;

    private static final String TOLD =
            "WITH told AS ("
                    + SessionTimeline.ADDED.replace("STEPS", "$3::jsonb")
                    + ") "
                    + HOST.replace("$2", "$4");

    private final Pool pool;
    private final Providers providers;
    private final OperatorBranding branding;

    JourneyParties(Pool pool, Providers providers, OperatorBranding branding) {
        this.pool = pool;
        this.providers = providers;
        this.branding = branding;
    }

    /** The tenant as its end users see it. */
    record JourneyHost(String tenant, PageBrand brand) {}

    /** How a page looks that is about nobody's journey. */
    PageBrand nobodys() {
        return branding.brand();
    }

    /** Those of a journey that has ended. */
    Uni<Parties> of(JourneyOutcome outcome) {
        return of(outcome, host(outcome.session()));
    }

    /** The same, and that its end is told now. */
    Uni<Parties> told(JourneyOutcome outcome, TimelineStep step) {
        ConnectSession session = outcome.session();
        Tuple values =
                Tuple.of(
                        session.tenantId(),
                        session.id(),
                        SessionTimeline.rows(session.id(), List.of(step)),
                        session.invitation().profileId());
        return of(
                outcome,
                pool.preparedQuery(TOLD)
                        .execute(values)
                        .map(rows -> host(rows.iterator().next()))
                        .onFailure(PgException.class) // what cannot be noted costs nobody the page
                        .recoverWithUni(() -> host(session)));
    }

    private Uni<Parties> of(JourneyOutcome outcome, Uni<JourneyHost> asked) {
        return Uni.combine()
                .all()
                .unis(asked, expected(outcome))
                .with((host, expected) -> parties(outcome, host, expected));
    }

    private Parties parties(JourneyOutcome outcome, JourneyHost host, Optional<String> expected) {
        String name = outcome.session().invitation().provider();
        String provider = providers.find(name).map(Provider::displayName).orElse(name);
        return new Parties(
                host.tenant(),
                provider,
                outcome.error().isEmpty() || expected.isPresent()
                        ? outcome.account().orElse(null)
                        : null,
                expected.orElse(null),
                host.brand());
    }

    private Uni<Optional<String>> expected(JourneyOutcome outcome) {
        boolean another =
                outcome.error()
                        .filter(error -> error.code() == SessionErrorCode.ACCOUNT_MISMATCH)
                        .isPresent();
        return another ? broughtBack(outcome.session()) : Uni.createFrom().item(Optional.empty());
    }

    /** The tenant, by the session's profile. */
    Uni<JourneyHost> host(ConnectSession session) {
        return pool.preparedQuery(HOST)
                .execute(Tuple.of(session.tenantId(), session.invitation().profileId()))
                .map(rows -> host(rows.iterator().next()));
    }

    private JourneyHost host(Row row) {
        PageBrand own =
                PageBrand.of(
                        row.getString("brand_logo"),
                        row.getString("brand_color"),
                        row.getString("brand_intro"),
                        row.getString("brand_support_url"));
        return new JourneyHost(row.getString("name"), branding.beneath(own));
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
