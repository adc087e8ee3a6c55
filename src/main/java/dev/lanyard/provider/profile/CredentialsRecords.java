package dev.lanyard.provider.profile;

import dev.lanyard.database.TenantKey;
import dev.lanyard.notify.Events;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What use shows about credentials, and the change of a secret. Replicas learn it at the same time,
 * and of secrets that were changed since: each statement settles that by itself, and no entity
 * writes these columns.
 */
@ApplicationScoped
public class CredentialsRecords {
    /**
     * The provider took the secret $3 of the profile $2, {@link #key}; nothing is written if that
     * was known, unless $4.
     */
    public static final String ACCEPTED =
            """
            UPDATE connector_profile
            SET credentials_status = 'accepted', credentials_detail = NULL,
                credentials_suspected = false, credentials_checked_at = now(),
                former_client_secret = NULL
            WHERE tenant_id = $1 AND id = $2 AND client_secret = $3
              AND (credentials_status <> 'accepted' OR former_client_secret IS NOT NULL OR $4)
            """;

    private static final String REJECTED =
            """
            UPDATE connector_profile p
            SET client_secret = coalesce(p.former_client_secret, p.client_secret),
                former_client_secret = NULL,
                credentials_status =
                    CASE WHEN p.former_client_secret IS NULL THEN 'rejected' ELSE 'unverified' END,
                -- $4 detail, $5 detail that names the former secret
                credentials_detail = CASE WHEN p.former_client_secret IS NULL THEN $4 ELSE $5 END,
                credentials_suspected = $6, -- $6 whether a success may refute it
                credentials_checked_at = now()
            FROM (SELECT credentials_status FROM connector_profile
                  WHERE tenant_id = $1 AND id = $2 FOR UPDATE) AS before
            WHERE p.tenant_id = $1 AND p.id = $2 -- $1 tenant, $2 profile
              AND p.client_secret = $3 -- $3 client_secret presented, sealed
            RETURNING p.provider, p.name,
                p.credentials_status = 'rejected' AND before.credentials_status <> 'rejected' AS news
            """;
    private static final String SUSPECTED =
            """
            UPDATE connector_profile p
            SET credentials_status = 'rejected', credentials_suspected = true,
                credentials_detail = $4, credentials_checked_at = now()
            FROM (SELECT credentials_status FROM connector_profile
                  WHERE tenant_id = $1 AND id = $2 FOR UPDATE) AS before
            WHERE p.tenant_id = $1 AND p.id = $2 AND p.client_secret = $3
            RETURNING p.provider, p.name, before.credentials_status <> 'rejected' AS news
            """;
    private static final String UNVERIFIED =
            """
            UPDATE connector_profile
            SET credentials_status =
                    CASE credentials_status WHEN 'rejected' THEN 'rejected' ELSE 'unverified' END,
                credentials_detail = $4, credentials_checked_at = now()
            WHERE tenant_id = $1 AND id = $2 AND client_secret = $3
            """;

    /** The former secret kept is the last one that was not rejected. */
    private static final String REPLACE =
            """
            UPDATE connector_profile
            SET former_client_secret =
                    CASE WHEN $4 = 'accepted' OR credentials_status = 'rejected' THEN NULL
                         ELSE coalesce(former_client_secret, client_secret) END,
                client_secret = $3, -- $3 client_secret, sealed
                credentials_status = $4, credentials_detail = $5, -- $4 a check's result, $5 its sentence
                credentials_checked_at = now()
            WHERE tenant_id = $1 AND id = $2 -- $1 tenant, $2 profile
            """;

    private static final String FORMER_IN_USE =
            "The changed client secret was rejected; the former one is in use again. ";

    private final Pool pool;
    private final Events events;

    CredentialsRecords(Pool pool, Events events) {
        this.pool = pool;
        this.events = events;
    }

    /**
     * Records that the provider took the credentials; writes nothing if that was known.
     *
     * @param presented the profile whose secret was presented; one changed since is left alone
     */
    public Uni<Void> accepted(ClientProfile presented) {
        return accepted(presented, false);
    }

    /**
     * Records that the provider rejected the credentials. A former secret, kept since a change that
     * could not be checked, is used again: open the client anew. Without one the profile is {@code
     * rejected}, and {@code connector_profile.credentials_rejected} tells of the change.
     *
     * @param presented the profile whose secret was presented; one changed since is left alone
     * @param detail what the provider said, and what to do next
     */
    public Uni<Void> rejected(ClientProfile presented, String detail) {
        return pool.withTransaction(t -> reject(t, presented, detail, false));
    }

    /** The same by one refusal, which a connection of the profile may refute by its success. */
    public Uni<Void> doubted(ClientProfile presented, String detail) {
        return pool.withTransaction(t -> reject(t, presented, detail, true));
    }

    /**
     * Records that nothing proves the credentials, though no response was about the client: no
     * other secret is used, and a connection's success refutes it.
     */
    public Uni<Void> suspected(ClientProfile presented, String detail) {
        Tuple values = key(presented).addString(detail);
        return pool.withTransaction(
                transaction ->
                        transaction
                                .preparedQuery(SUSPECTED)
                                .execute(values)
                                .chain(rows -> publish(transaction, presented, detail, rows)));
    }

    private Uni<Void> reject(
            SqlClient transaction, ClientProfile presented, String detail, boolean suspected) {
        Tuple values =
                key(presented)
                        .addString(detail)
                        .addString(FORMER_IN_USE + detail)
                        .addBoolean(suspected);
        return transaction
                .preparedQuery(REJECTED)
                .execute(values)
                .chain(changed -> publish(transaction, presented, detail, changed));
    }

    private Uni<Void> publish(
            SqlClient transaction, ClientProfile profile, String detail, RowSet<Row> changed) {
        for (Row row : changed) {
            if (row.getBoolean("news")) {
                JsonObject data =
                        new JsonObject()
                                .put("connector_profile_id", profile.id())
                                .put("provider", row.getString("provider"))
                                .put("name", row.getString("name"))
                                .put("detail", detail);
                return events.record(
                        transaction,
                        profile.tenantId(),
                        "connector_profile.credentials_rejected",
                        profile.id(),
                        data);
            }
        }
        return Uni.createFrom().voidItem();
    }

    /** Records what a check said. */
    Uni<Void> checked(ClientProfile presented, CredentialsCheck.CheckResult result) {
        String detail = String.valueOf(result.detail());
        return switch (result.status()) {
            case ACCEPTED -> accepted(presented, true);
            case REJECTED -> rejected(presented, detail);
            case UNVERIFIED ->
                    pool.preparedQuery(UNVERIFIED)
                            .execute(key(presented).addString(detail))
                            .replaceWithVoid();
        };
    }

    private Uni<Void> accepted(ClientProfile presented, boolean always) {
        return pool.preparedQuery(ACCEPTED)
                .execute(key(presented).addBoolean(always))
                .replaceWithVoid();
    }

    /** The profile, and which of its secrets was presented, sealed. */
    public static Tuple key(ClientProfile profile) {
        return Tuple.of(profile.tenantId(), profile.id(), Buffer.buffer(profile.clientSecret()));
    }

    /** Puts another secret in the place of a profile's, which may be gone. */
    static Uni<Void> replace(SqlClient transaction, TenantKey profile, ProfileUpdate.Secret other) {
        CredentialsCheck.CheckResult result = other.verdict();
        Tuple values =
                Tuple.of(profile.tenantId(), profile.id())
                        .addValue(Buffer.buffer(other.sealed()))
                        .addString(result.status().text())
                        .addString(result.detail());
        return transaction.preparedQuery(REPLACE).execute(values).replaceWithVoid();
    }
}
