package dev.lanyard.connection.pace;

import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Counts how many grants of a profile a provider refuses, over all replicas: several within a
 * minute, and none accepted since, say more of the provider than of the grants (rule 18).
 */
@ApplicationScoped
public class GrantRefusals {
    private static final int BURST = 3;

    /** The row's lock puts the refusals of all replicas in one order. */
    private static final String COUNT =
            """
            INSERT INTO profile_pace AS p (tenant_id, profile_id, refused_at, refusals)
            VALUES ($1, $2, now(), with_refusal('[]', $3, NULL))
            ON CONFLICT (tenant_id, profile_id) DO UPDATE
            SET refused_at = now(), refusals = with_refusal(p.refusals, $3, p.succeeded_at)
            RETURNING refused_at, jsonb_array_length(refusals) AS grants
            """;

    private final Pool pool;

    GrantRefusals(Pool pool) {
        this.pool = pool;
    }

    /**
     * Counts a refusal of that connection's grant.
     *
     * @return when it was counted, if it is one of a burst
     */
    public Uni<Optional<OffsetDateTime>> count(ProfileClient client, String connectionId) {
        Tuple values = Tuple.of(client.profile().tenantId(), client.profile().id(), connectionId);
        return pool.preparedQuery(COUNT).execute(values).map(rows -> burst(rows.iterator().next()));
    }

    private static Optional<OffsetDateTime> burst(Row row) {
        return row.getInteger("grants") < BURST
                ? Optional.empty()
                : Optional.of(row.getOffsetDateTime("refused_at"));
    }
}
