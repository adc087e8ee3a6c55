package dev.lanyard.connection.pace;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.profile.CredentialsRecords;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Records over all replicas what is known of a profile's client at the token endpoint: proof that
 * it works. {@link CoolDowns} has when it is sought, {@link RateLimits} what 429s teach.
 */
@ApplicationScoped
public class ClientProofs {
    /**
     * Whether profile_pace {@code p} has a proof for a suspect (rule 19): from after the cool-down,
     * at most a minute old, and not spent since. One that is as old as the spending is the success
     * of who spent it.
     */
    public static final String UNSPENT =
            """
            (p.proved_at >= greatest(p.cool_down_until, now() - interval '1 minute')
                AND (p.proof_spent_at > p.proved_at) IS NOT TRUE)
            """;

    /**
     * One statement settles who probes: at most one in 15 s over all replicas, and for a rejected
     * profile one in 10 min.
     */
    private static final String EVIDENCE =
            """
            WITH before AS (
                SELECT p.tenant_id, p.profile_id,
                    p.cool_down_until > now()
                        -- $3 a lock-out's length; 0: none
                        OR p.refused_at > now() - $3::float8 * interval '1 second'
                        -- what is presented with proof just now will say more than a probe
                        OR p.proof_spent_at > greatest(p.proved_at, p.cool_down_until,
                            now() - LEASE) AS cooling,
                    f.credentials_status = 'rejected' AS rejected,
                    f.credentials_status <> 'rejected' AND coalesce(UNSPENT_PROOF
                        AND ($3::float8 = 0 OR (p.refused_at >= p.proved_at) IS NOT TRUE),
                        false) AS proved
                FROM profile_pace p
                JOIN connector_profile f ON f.tenant_id = p.tenant_id AND f.id = p.profile_id
                WHERE p.tenant_id = $1 AND p.profile_id = $2 FOR UPDATE OF p
            ), probing AS (
                UPDATE profile_pace p SET probed_at = now()
                FROM before b
                WHERE p.tenant_id = b.tenant_id AND p.profile_id = b.profile_id
                  AND b.cooling IS NOT TRUE AND NOT b.proved
                  AND (p.probed_at IS NULL OR p.probed_at < now()
                      - CASE WHEN b.rejected THEN interval '10 minutes' ELSE interval '15 seconds' END)
                RETURNING p.profile_id
            )
            SELECT CASE WHEN proved THEN 'PROVED'
                        WHEN EXISTS (SELECT 1 FROM probing) THEN 'SEEK'
                        ELSE 'NONE' END AS evidence
            FROM before
            """
                    .replace("LEASE", LeaseLength.SQL)
                    .replace("UNSPENT_PROOF", UNSPENT);

    private static final String KNOW =
            """
            INSERT INTO profile_pace (tenant_id, profile_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
            """;
    private static final String PROVED =
            """
            UPDATE profile_pace
            SET proved_at = greatest(proved_at, now() - $3::float8 * interval '1 second') -- $3 request's age
            WHERE tenant_id = $1 AND profile_id = $2
            """;

    /** And its secret with it. The pace first: storing new tokens locks them so. */
    private static final String ACCEPTED =
            """
            WITH proved AS (
                PROVED RETURNING profile_id
            ), accepted AS (
                SECRET_ACCEPTED AND (SELECT count(*) FROM proved) >= 0
            )
            SELECT EXISTS (
                SELECT FROM token_set
                WHERE tenant_id = $1 AND profile_id = $2 AND suspect AND due_at > now()) AS waiting
            """
                    .replace("SECRET_ACCEPTED", CredentialsRecords.ACCEPTED.replace("$4", "false"))
                    .replace("PROVED", PROVED.replace("$3", "$4"));

    /** One statement settles who tries a secret that is wrong on purpose: once a day. */
    private static final String DEPENDENCE =
            """
            WITH before AS (
                SELECT secret_matters,
                    coalesce(secret_tried_at < now() - interval '1 day', true) AS due
                FROM profile_pace WHERE tenant_id = $1 AND profile_id = $2 FOR UPDATE
            ), trying AS (
                UPDATE profile_pace SET secret_tried_at = now(), secret_matters = NULL
                WHERE tenant_id = $1 AND profile_id = $2 AND EXISTS (SELECT FROM before WHERE due)
                RETURNING profile_id
            )
            SELECT CASE WHEN EXISTS (SELECT FROM trying) THEN 'TRY'
                        WHEN secret_matters THEN 'DEPENDS'
                        ELSE 'NOT_PROVED' END AS dependence
            FROM before
            """;

    private static final String DEPENDS =
            "UPDATE profile_pace SET secret_matters = $3 WHERE tenant_id = $1 AND profile_id = $2";

    /** A proof is good for a minute: those that wait for it are looked at now. */
    private static final String WAKE =
            """
            UPDATE token_set SET due_at = now()
            WHERE tenant_id = $1 AND profile_id = $2 AND suspect AND due_at > now()
            """;

    private final Pool pool;

    ClientProofs(Pool pool) {
        this.pool = pool;
    }

    /** The state of a client whose grant was refused "as a client". */
    public enum Evidence {
        /** It works, proved after the cool-down. */
        PROVED,
        /** Nothing is known, and this replica is to find out. */
        SEEK,
        /** Nothing is known yet. */
        NONE
    }

    /** What is known since the cool-down; answers {@code SEEK} to one replica at a time. */
    public Uni<Evidence> evidence(ProfileClient client) {
        return pool.preparedQuery(KNOW)
                .execute(key(client))
                .chain(
                        () ->
                                pool.preparedQuery(EVIDENCE)
                                        .execute(key(client).addDouble(lockOut(client))))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Evidence.NONE
                                        : Evidence.valueOf(
                                                rows.iterator().next().getString("evidence")));
    }

    /**
     * The client's credentials were taken.
     *
     * @param sentAt {@link System#nanoTime()} when the request was sent: of what came later it
     *     proves nothing
     */
    public Uni<Void> proved(ProfileClient client, long sentAt) {
        return pool.preparedQuery(PROVED)
                .execute(key(client).addDouble(age(sentAt)))
                .chain(() -> pool.preparedQuery(WAKE).execute(key(client)))
                .replaceWithVoid();
    }

    /** The same where the client's secret was presented: its profile says so. */
    public Uni<Void> accepted(ProfileClient client, long sentAt) {
        return pool.preparedQuery(ACCEPTED)
                .execute(CredentialsRecords.key(client.profile()).addDouble(age(sentAt)))
                .chain(
                        rows ->
                                rows.iterator().next().getBoolean("waiting")
                                        ? pool.preparedQuery(WAKE).execute(key(client))
                                        : Uni.createFrom().nullItem())
                .replaceWithVoid();
    }

    /** Whether what a provider says to a made-up code depends on the client's secret. */
    public enum Dependence {
        /** It does: the client is looked at before the code. */
        DEPENDS,
        /** It does not, or that could not be found out today. */
        NOT_PROVED,
        /** Nothing is known, and this replica is to try. */
        TRY
    }

    /** What is known of it; answers {@code TRY} once a day. */
    public Uni<Dependence> dependence(ProfileClient client) {
        return pool.preparedQuery(DEPENDENCE)
                .execute(key(client))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Dependence.NOT_PROVED
                                        : Dependence.valueOf(
                                                rows.iterator().next().getString("dependence")));
    }

    /** Remembers what was tried. */
    public Uni<Void> depends(ProfileClient client, boolean onSecret) {
        return pool.preparedQuery(DEPENDS)
                .execute(key(client).addBoolean(onSecret))
                .replaceWithVoid();
    }

    private static double lockOut(ProfileClient client) {
        return SqlSeconds.of(CoolDowns.length(client.provider()));
    }

    private static double age(long sentAt) {
        return SqlSeconds.of(Duration.ofNanos(System.nanoTime() - sentAt));
    }

    private static Tuple key(ProfileClient client) {
        return Tuple.of(client.profile().tenantId(), client.profile().id());
    }
}
