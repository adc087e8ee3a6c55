package dev.lanyard.connection.transfer;

import dev.lanyard.connection.grant.KeepAlive;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends shadows: from now on their refresh tokens are presented here, and so by nobody else any
 * more.
 */
@ApplicationScoped
class ShadowActivation {
    private static final String ACTIVATE =
            """
            WITH shadow AS (
                SELECT connection_id FROM token_set
                WHERE tenant_id = $1 AND shadow_refresh_token IS NOT NULL AND WANTED -- $2 profile, or connections
                FOR UPDATE
            ), activated AS (
                UPDATE token_set t
                SET refresh_token = t.shadow_refresh_token, shadow_refresh_token = NULL,
                    due_at = first_keep_alive(t.connection_id, t.refreshed_at, $3::float8) -- $3 half the idle lifetime
                FROM shadow s WHERE t.tenant_id = $1 AND t.connection_id = s.connection_id
                RETURNING t.connection_id
            ), named AS (
                UPDATE connection c SET import_id = NULL, updated_at = now()
                FROM activated a WHERE c.tenant_id = $1 AND c.id = a.connection_id
            ), logged AS (
                INSERT INTO audit_log (tenant_id, actor_type, actor_id, address, action, object_type, object_id)
                SELECT
                    $1, -- $1 tenant
                    $4, $5, $6, -- $4 actor's type, $5 its id, $6 its address
                    'connection.activated', 'connection', connection_id
                FROM activated
            )
            SELECT count(*) AS activated FROM activated
            """;

    /** One after the other, so that no transaction is long. */
    private static final String OF_PROFILE =
            ACTIVATE.replace("WANTED", "profile_id = $2 ORDER BY connection_id LIMIT 500");

    private static final String THESE =
            ACTIVATE.replace("WANTED", "connection_id = ANY ($2::text[]) ORDER BY connection_id");

    private static final String PROFILE =
            "SELECT provider FROM connector_profile WHERE tenant_id = $1 AND id = $2";

    private final Pool pool;
    private final Providers providers;

    ShadowActivation(Pool pool, Providers providers) {
        this.pool = pool;
        this.providers = providers;
    }

    /**
     * Activates all of a profile; safe to repeat.
     *
     * @return how many; fails with {@code validation_failed}
     */
    Uni<Long> activate(Actor actor, String tenantId, String profileId) {
        return pool.preparedQuery(PROFILE)
                .execute(Tuple.of(tenantId, profileId))
                .map(this::provider)
                .map(provider -> values(actor, tenantId, profileId, provider))
                .chain(values -> rest(values, 0));
    }

    private Provider provider(RowSet<Row> profiles) {
        return profiles.stream()
                .findFirst()
                .flatMap(profile -> providers.find(profile.getString("provider")))
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "connector_profile_id",
                                        "is none of your connector profiles"));
    }

    private Uni<Long> rest(Tuple values, long before) {
        return pool.preparedQuery(OF_PROFILE)
                .execute(values)
                .map(rows -> rows.iterator().next().getLong("activated"))
                .chain(
                        some ->
                                some == 0
                                        ? Uni.createFrom().item(before)
                                        : rest(values, before + some));
    }

    /** Activates those of a batch whose lines say so. */
    static Uni<Void> activate(
            SqlClient transaction, ImportBatch batch, Map<String, ImportedGrant> wanted) {
        Map<Provider, List<String>> byProvider = new HashMap<>();
        wanted.forEach(
                (id, grant) ->
                        byProvider
                                .computeIfAbsent(grant.provider(), ignored -> new ArrayList<>())
                                .add(id));
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Map.Entry<Provider, List<String>> each : byProvider.entrySet()) {
            String[] ids = each.getValue().toArray(String[]::new);
            Tuple values = values(batch.actor(), batch.tenantId(), ids, each.getKey());
            done =
                    done.chain(
                            () ->
                                    transaction
                                            .preparedQuery(THESE)
                                            .execute(values)
                                            .replaceWithVoid());
        }
        return done;
    }

    private static Tuple values(Actor actor, String tenantId, Object wanted, Provider provider) {
        return Tuple.of(
                tenantId,
                wanted,
                KeepAlive.seconds(provider),
                actor.type().text(),
                actor.id(),
                actor.address());
    }
}
