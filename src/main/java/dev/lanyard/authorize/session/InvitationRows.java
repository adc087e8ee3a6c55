package dev.lanyard.authorize.session;

import dev.lanyard.id.TenantToken;
import dev.lanyard.tenant.access.Actor;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * The two statements of a connect session's creation. What becomes of its row afterwards is written
 * under the row's lock, elsewhere.
 */
final class InvitationRows {
    /**
     * All that a new session is checked against, at one moment: its profile, what its tenant has
     * pending, and the connection to bring back, to which a merged one's id leads.
     */
    static final String PROFILE =
            """
            SELECT p.id, p.provider, p.return_urls, p.status = 'active' AS active, now() AS read_at,
                (SELECT count(*) FROM connect_session s
                 WHERE s.tenant_id = $1 AND s.status = 'pending' AND s.expires_at > now()) AS pending,
                c.connector_profile_id AS target_profile_id, c.end_user_id AS target_end_user_id
            FROM connector_profile p
            LEFT JOIN connection c
                ON c.tenant_id = $1 AND c.grant_type = 'authorization_code'
                AND c.id = coalesce(
                    (SELECT connection_id FROM connection_alias
                     WHERE tenant_id = $1 AND id = $3 AND until > now()), $3)
            WHERE p.tenant_id = $1 AND p.id = $2
            """;

    /** Neither is there without the other. */
    static final String CREATE =
            """
            WITH created AS (
                INSERT INTO connect_session (tenant_id, id, token_hash, connector_profile_id,
                    end_user_id, end_user_name, end_user_email, return_url, origin, reconnects,
                    metadata, require_confirmation, created_at, expires_at)
                VALUES (
                    $1, -- $1 tenant
                    $2, -- $2 id
                    $3, -- $3 connect token, hashed
                    $4, -- $4 profile
                    $5, $6, $7, -- $5 end user's id, $6 name, $7 email
                    $8, -- $8 return_url
                    $9, -- $9 origin
                    $10, -- $10 connection to bring back
                    $11, -- $11 metadata
                    $12, -- $12 whether the tenant has to confirm
                    $13, $14) -- $13 when it begins, $14 when it expires
            )
            INSERT INTO audit_log (tenant_id, actor_type, actor_id, address, actor_token, action,
                object_type, object_id)
            VALUES (
                $1,
                $15, $16, -- $15 actor's type, $16 its id
                $17, -- $17 caller's address
                $18, -- $18 a workload's token, by its jti or kid
                'connect_session.created', 'connect_session', $2)
            """;

    private InvitationRows() {}

    static Tuple create(
            Actor actor, TenantToken token, String id, Invitation invitation, SessionClock clock) {
        return Tuple.of(token.tenantId(), id, Buffer.buffer(token.hash()))
                .addString(invitation.profileId())
                .addString(invitation.endUser().id())
                .addString(invitation.endUser().name())
                .addString(invitation.endUser().email())
                .addString(invitation.returnUrl().orElse(null))
                .addString(invitation.origin().orElse(null))
                .addString(invitation.reconnects().orElse(null))
                .addJsonObject(invitation.metadata())
                .addBoolean(invitation.requireConfirmation())
                .addOffsetDateTime(clock.createdAt())
                .addOffsetDateTime(clock.expiresAt())
                .addString(actor.type().text())
                .addString(actor.id())
                .addString(actor.address())
                .addString(actor.token());
    }
}
