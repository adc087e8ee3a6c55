package dev.lanyard.connection.transfer;

/**
 * The statements of an import: each does for all lines of a batch what is to be done for one, with
 * its events and audit entries.
 */
final class ImportRows {
    /**
     * Locked, as journeys do: no twin comes into being meanwhile. In one order, against deadlocks.
     */
    static final String PROFILES =
            """
            SELECT id, provider FROM connector_profile
            WHERE tenant_id = $1 AND id = ANY ($2::text[]) ORDER BY id FOR NO KEY UPDATE
            """;

    static final String HAD =
            """
            SELECT h.hash, c.id, c.connector_profile_id, c.end_user_id, c.account_id, c.import_id,
                c.health = 'reconnect_required' AS dead, t.refresh_token, t.shadow_refresh_token
            FROM imported_token h
            CROSS JOIN LATERAL (
                SELECT id, connector_profile_id, end_user_id, account_id, import_id, health
                FROM connection WHERE tenant_id = $1 AND id = h.connection_id OFFSET 0
            ) AS c
            CROSS JOIN LATERAL (
                SELECT refresh_token, shadow_refresh_token FROM token_set
                WHERE tenant_id = $1 AND connection_id = h.connection_id OFFSET 0
            ) AS t
            WHERE h.tenant_id = $1 AND h.hash = ANY ($2::bytea[])
            """;

    static final String OWNED =
            """
            SELECT c.id, c.connector_profile_id, c.end_user_id, c.account_id, c.import_id,
                c.health = 'reconnect_required' AS dead, t.refresh_token, t.shadow_refresh_token
            FROM (SELECT DISTINCT profile_id, end_user_id
                  FROM unnest($2::text[], $3::text[]) AS x(profile_id, end_user_id)) AS line
            CROSS JOIN LATERAL (
                SELECT tenant_id, id, connector_profile_id, end_user_id, account_id, import_id, health
                FROM connection
                WHERE tenant_id = $1 AND end_user_id = line.end_user_id
                  AND connector_profile_id = line.profile_id AND grant_type = 'authorization_code'
                LIMIT MOST
            ) AS c
            -- by its key, also where nothing was analysed yet: OFFSET keeps it from being a join
            CROSS JOIN LATERAL (
                SELECT refresh_token, shadow_refresh_token FROM token_set
                WHERE tenant_id = $1 AND connection_id = c.id OFFSET 0
            ) AS t
            """
                    .replace("MOST", String.valueOf(ImportDecisions.MOST_OF_ONE_USER + 1));

    private static final String LINES =
            """
            WITH line AS (
                SELECT *, CASE WHEN expires_at > now() AND access_token IS NOT NULL
                    THEN decode(access_token, 'base64') END AS good_token,
                    CASE WHEN refreshed_at > now() THEN now() ELSE refreshed_at END AS refresh_token_since
                FROM jsonb_to_recordset($2::jsonb) AS x( -- $2 lines of the upload, tokens sealed
                    id text, connector_profile_id text, provider text, end_user_id text,
                    end_user_name text, end_user_email text, account_id text, granted text[],
                    metadata text, shadow boolean, hash text, refresh_token text,
                    access_token text, expires_at timestamptz, lifetime float8,
                    refreshed_at timestamptz, half_idle float8)
            ), logged AS (
                INSERT INTO audit_log (tenant_id, actor_type, actor_id, address, action, object_type,
                    object_id, detail)
                SELECT
                    $1, -- $1 tenant
                    $3, $4, $5, -- $3 actor's type, $4 its id, $5 its address
                    'connection.imported', 'connection', id,
                    CASE WHEN shadow THEN 'shadow' END
                FROM line
            ), hashed AS (
                INSERT INTO imported_token (tenant_id, hash, connection_id)
                SELECT $1, decode(hash, 'base64'), id FROM line
            )\
            """;

    /** New connections. */
    static final String CREATE =
            LINES
                    + """
                    , made AS (
                        INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id,
                            end_user_name, end_user_email, account_id, granted, metadata, health,
                            reason_code, reason_detail, reason_since, import_id)
                        SELECT $1, -- $1 tenant
                            id, connector_profile_id, provider, end_user_id, end_user_name,
                            end_user_email, account_id, granted, coalesce(metadata, '{}')::jsonb,
                            CASE WHEN account_id IS NULL THEN 'degraded' ELSE 'active' END,
                            CASE WHEN account_id IS NULL THEN 'account_unknown' END,
                            CASE WHEN account_id IS NULL
                                THEN 'Imported: who connected is asked with its first refresh.' END,
                            CASE WHEN account_id IS NULL THEN now() END,
                            CASE WHEN shadow THEN $6 END -- $6 upload
                        FROM line
                    ), stored AS (
                        INSERT INTO token_set (tenant_id, connection_id, profile_id, access_token,
                            refresh_token, shadow_refresh_token, token_type, scopes, issued_at,
                            expires_at, refreshed_at, due_at)
                        SELECT $1, id, connector_profile_id, good_token,
                            CASE WHEN NOT shadow THEN decode(refresh_token, 'base64') END,
                            CASE WHEN shadow THEN decode(refresh_token, 'base64') END,
                            'Bearer', coalesce(granted, '{}'),
                            -- when it was issued is not known: as if it had its usual lifetime
                            CASE WHEN good_token IS NULL THEN now()
                                ELSE least(now(), expires_at - lifetime * interval '1 second') END,
                            CASE WHEN good_token IS NULL THEN now() ELSE expires_at END,
                            refresh_token_since,
                            CASE WHEN NOT shadow
                                THEN first_keep_alive(id, refresh_token_since, half_idle) END
                        FROM line
                    )
                    INSERT INTO event (tenant_id, id, type, subject, data)
                    SELECT $1, random_id('evt_'), 'connection.created', id,
                        jsonb_build_object('connection_id', id, 'connector_profile_id', connector_profile_id,
                            'provider', provider, 'end_user_id', end_user_id, 'account_id', account_id)
                    FROM line
                    """;

    /**
     * Other tokens for shadows and for dead grants. Rule 13: whatever was outstanding is not any
     * more.
     */
    static final String REPLACE =
            LINES
                    + """
                    , stored AS (
                        UPDATE token_set t
                        SET version = t.version + 1, parent_version = NULL, access_token = x.good_token,
                            refresh_token = CASE WHEN NOT x.shadow THEN decode(x.refresh_token, 'base64') END,
                            shadow_refresh_token = CASE WHEN x.shadow THEN decode(x.refresh_token, 'base64') END,
                            token_type = 'Bearer', scopes = coalesce(x.granted, t.scopes),
                            issued_at = CASE WHEN x.good_token IS NULL THEN now()
                                ELSE least(now(), x.expires_at - x.lifetime * interval '1 second') END,
                            expires_at = CASE WHEN x.good_token IS NULL THEN now() ELSE x.expires_at END,
                            grant_expires_at = NULL, refreshed_at = x.refresh_token_since,
                            lease_until = NULL, presented_at = NULL, attempts = 0, retry_at = NULL,
                            suspect = false, spare = NULL,
                            due_at = CASE WHEN NOT x.shadow
                                THEN first_keep_alive(x.id, x.refresh_token_since, x.half_idle) END
                        FROM line x WHERE t.tenant_id = $1 AND t.connection_id = x.id -- $1 tenant
                        RETURNING t.connection_id
                    ), former AS (
                        SELECT c.id, c.health, c.reason_code FROM connection c JOIN stored s ON s.connection_id = c.id
                        WHERE c.tenant_id = $1 FOR UPDATE OF c
                    ), changed AS (
                        UPDATE connection c
                        SET end_user_name = coalesce(x.end_user_name, c.end_user_name),
                            end_user_email = coalesce(x.end_user_email, c.end_user_email),
                            account_id = coalesce(c.account_id, x.account_id),
                            granted = coalesce(x.granted, c.granted),
                            metadata = CASE WHEN x.metadata IS NULL THEN c.metadata
                                WHEN octet_length((c.metadata || x.metadata::jsonb)::text) <= 16384
                                THEN c.metadata || x.metadata::jsonb ELSE x.metadata::jsonb END,
                            health = CASE WHEN coalesce(c.account_id, x.account_id) IS NULL THEN 'degraded' ELSE 'active' END,
                            reason_code = CASE WHEN coalesce(c.account_id, x.account_id) IS NULL THEN 'account_unknown' END,
                            reason_detail = CASE WHEN coalesce(c.account_id, x.account_id) IS NULL
                                THEN 'Imported: who connected is asked with its first refresh.' END,
                            reason_since = CASE WHEN coalesce(c.account_id, x.account_id) IS NULL THEN now() END,
                            import_id = CASE WHEN x.shadow THEN $6 END, updated_at = now() -- $6 upload
                        FROM line x JOIN former f ON f.id = x.id
                        WHERE c.tenant_id = $1 AND c.id = x.id
                        RETURNING c.id, c.health, f.health AS former, f.reason_code AS former_reason
                    ), told AS (
                        INSERT INTO event (tenant_id, id, type, subject, data)
                        SELECT $1, random_id('evt_'), 'connection.recovered', id,
                            jsonb_build_object('connection_id', id, 'former_reason', former_reason)
                        FROM changed WHERE former = 'reconnect_required' AND health = 'active'
                    )
                    SELECT pg_notify('lanyard_tokens', connection_id) FROM stored
                    """;

    static final String LEARN =
            """
            INSERT INTO imported_token (tenant_id, hash, connection_id)
            SELECT $1, hash, connection_id FROM unnest($2::bytea[], $3::text[]) AS x(hash, connection_id)
            ON CONFLICT DO NOTHING
            """;

    /** Named in this upload; nobody sees that. */
    static final String TOUCH =
            """
            UPDATE connection SET import_id = $3
            WHERE tenant_id = $1 AND id = ANY ($2::text[]) AND import_id IS DISTINCT FROM $3
            """;

    /** A shadow that is imported again and again remembers its last tokens only. */
    static final String FORGET =
            """
            DELETE FROM imported_token i USING (
                SELECT hash, row_number() OVER (PARTITION BY connection_id ORDER BY imported_at DESC) AS nth
                FROM imported_token WHERE tenant_id = $1 AND connection_id = ANY ($2::text[])
            ) AS old
            WHERE i.tenant_id = $1 AND i.hash = old.hash AND old.nth > 1000
            """;

    private ImportRows() {}
}
