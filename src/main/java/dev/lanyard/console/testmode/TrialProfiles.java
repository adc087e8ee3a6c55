package dev.lanyard.console.testmode;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.provider.profile.ConnectorProfile;
import dev.lanyard.provider.profile.NewConnectorProfile;
import dev.lanyard.provider.profile.ProfileCreation;
import dev.lanyard.sandbox.TrialConsumers;
import dev.lanyard.sandbox.TrialConsumers.TrialConsumer;
import dev.lanyard.tenant.access.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A tenant's profiles at the sandbox, and what is switched on at their consumers. */
@ApplicationScoped
class TrialProfiles {
    static final String PROVIDER = "bitbucket-sandbox";

    /** What a first app of most tenants asks for, where the entry has it. */
    private static final Set<String> USUAL = Set.of("account", "repository");

    private static final String SELECT =
            """
            SELECT id, name, client_id FROM connector_profile
            WHERE tenant_id = $1 AND provider = $2
            ORDER BY created_at DESC, id DESC LIMIT 10
            """;
    private static final String CLIENT =
            """
            SELECT client_id FROM connector_profile
            WHERE tenant_id = $1 AND id = $2 AND provider = $3
            """;
    private static final String TENANT = "SELECT name FROM tenant WHERE tenant_id = $1";

    private final Pool pool;
    private final Providers providers;
    private final ProfileCreation creation;
    private final TrialConsumers consumers;

    TrialProfiles(
            Pool pool, Providers providers, ProfileCreation creation, TrialConsumers consumers) {
        this.pool = pool;
        this.providers = providers;
        this.creation = creation;
        this.consumers = consumers;
    }

    /**
     * A profile at the sandbox.
     *
     * @param faults what is switched on
     */
    record TrialProfile(String id, String name, String clientId, List<String> faults) {}

    /** The newest ten. */
    Uni<List<TrialProfile>> of(String tenantId) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId, PROVIDER))
                .map(rows -> rows.stream().toList())
                .chain(this::withFaults);
    }

    private Uni<List<TrialProfile>> withFaults(List<Row> rows) {
        return consumers
                .active(rows.stream().map(row -> row.getString("client_id")).toList())
                .map(active -> rows.stream().map(row -> profile(row, active)).toList());
    }

    private static TrialProfile profile(Row row, Map<String, List<String>> active) {
        String clientId = row.getString("client_id");
        return new TrialProfile(
                row.getString("id"),
                row.getString("name"),
                clientId,
                active.getOrDefault(clientId, List.of()));
    }

    /** Makes a consumer at the sandbox, and the profile that holds its key and secret. */
    Uni<ConnectorProfile> create(Actor actor, String tenantId) {
        Provider provider = providers.get(PROVIDER);
        List<String> permissions = new ArrayList<>(permissions(provider));
        return consumers
                .create("Test mode", providers.callbackUrl(provider).toString(), permissions)
                .chain(made -> creation.register(actor, tenantId, body(made, permissions)));
    }

    private static Set<String> permissions(Provider provider) {
        Set<String> permissions = new TreeSet<>(provider.required());
        provider.permissions().stream()
                .map(Provider.Permission::scope)
                .filter(USUAL::contains)
                .forEach(permissions::add);
        return permissions;
    }

    private static NewConnectorProfile body(TrialConsumer made, List<String> permissions) {
        return new NewConnectorProfile(
                PROVIDER,
                "Test mode",
                made.clientId(),
                made.clientSecret(),
                new ArrayList<>(permissions),
                null,
                null,
                null,
                null);
    }

    /** Lets this go wrong, and nothing else, for a profile of this tenant. */
    Uni<Void> let(String tenantId, String profileId, TrialChoice fault) {
        return pool.preparedQuery(CLIENT)
                .execute(Tuple.of(tenantId, profileId, PROVIDER))
                .map(rows -> rows.stream().findFirst().orElseThrow(ProblemException::notFound))
                .chain(row -> consumers.let(row.getString("client_id"), fault.fault()));
    }

    /** The tenant's name, as pages tell it. */
    Uni<String> tenant(String tenantId) {
        return pool.preparedQuery(TENANT)
                .execute(Tuple.of(tenantId))
                .map(rows -> rows.iterator().next().getString("name"));
    }

    /** The provider's name, as pages tell it. */
    String provider() {
        return providers.get(PROVIDER).displayName();
    }
}
