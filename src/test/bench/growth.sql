-- What a year leaves behind with so many connections (src/test/bench/growth.sh):
--   psql -v connections=1000000 -f src/test/bench/growth.sql      in an empty database that has been migrated, as its owner
-- Six in ten are one tenant's, at most a million; the others are of one tenant for each 1,000. Sealed tokens of 160 and 96 bytes.
-- What is kept for 30 days is a twelfth of the connections: sessions, requests, a delivery each; events of 90 days three tenths; audit
-- entries of 400 days as many as connections. A tenant calls itself tenant 0 to m, a connection n.
\set ON_ERROR_STOP 1
\set quiet on
SET session_replication_role = replica;
SET synchronous_commit = off;
SET jit = off;
SELECT :connections / 1000 + 1 AS tenants, least(:connections * 6 / 10, 1000000) AS big \gset

CREATE FUNCTION grown(prefix text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN prefix || translate(substr(md5(n::text), 1, 26), '0189', 'wxyz');
CREATE FUNCTION grown_tenant(n bigint, big bigint, tenants bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN grown('ten_', CASE WHEN n <= big THEN 0 ELSE 1 + n % (tenants - 1) END);

-- keys and indexes after the rows
CREATE TABLE rebuilt AS
SELECT 1 AS turn, format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS made
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u')
UNION ALL
SELECT 2, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))
UNION ALL
SELECT 3, format('ALTER TABLE %s ADD CONSTRAINT %I %s NOT VALID', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'f';
DO $$
DECLARE
    gone text;
BEGIN
    FOR gone IN SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u') ORDER BY contype LOOP
        EXECUTE gone;
    END LOOP;
    FOR gone IN SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE c.relnamespace = 'public'::regnamespace LOOP
        EXECUTE gone;
    END LOOP;
END $$;

INSERT INTO tenant (tenant_id, name, created_at) SELECT grown('ten_', n), 'T' || n, now() - n * interval '1 minute' FROM generate_series(0, :tenants - 1) n;
INSERT INTO data_key (tenant_id, vault_key_id, wrapped) SELECT tenant_id, '1', '\x00' FROM tenant;
INSERT INTO api_key (tenant_id, id, name, scopes, hash) SELECT tenant_id, 'key_' || k, 'K', '{tokens}', sha256((tenant_id || k)::bytea) FROM tenant, generate_series(1, 2) k;
INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
SELECT tenant_id, 'prof_' || p, CASE p WHEN 1 THEN 'bitbucket' ELSE 'atlassian' END, 'P', 'c', '\x00', '{account}', '{}', 'accepted'
FROM tenant, generate_series(1, 2) p;
INSERT INTO profile_pace (tenant_id, profile_id, budget, budget_at, proved_at) SELECT tenant_id, id, 10, now(), now() FROM connector_profile;
INSERT INTO token_request_place (tenant_id, profile_id, place) SELECT tenant_id, id, p FROM connector_profile, generate_series(1, 4) p;
INSERT INTO refresh_hour (tenant_id, hour, provider, succeeded, failed)
SELECT tenant_id, date_trunc('hour', now()) - h * interval '1 hour', 'bitbucket', 100, 1 FROM tenant, generate_series(0, 47) h;

-- one in a thousand does not work as it should, one in 2,000 has to be connected again, one in 3,000 is switched off
-- what a transaction puts into a file of its own needs no WAL
BEGIN;
TRUNCATE connection;
INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, end_user_name, account_id, account_name, account_username,
    granted, health, reason_code, reason_since, disabled, last_used_at, created_at, updated_at)
SELECT grown_tenant(n, :big, :tenants), grown('conn_', n), CASE WHEN n % 4 = 0 THEN 'prof_2' ELSE 'prof_1' END,
       CASE WHEN n % 4 = 0 THEN 'atlassian' ELSE 'bitbucket' END, 'user-' || n, 'User ' || n, grown('{acc}', n), 'Account ' || n, 'account' || n,
       '{account,repository}',
       CASE WHEN n % 1000 = 1 THEN 'degraded' WHEN n % 2000 = 2 THEN 'reconnect_required' ELSE 'active' END,
       CASE WHEN n % 1000 = 1 THEN 'refresh_failing' WHEN n % 2000 = 2 THEN 'grant_revoked' END,
       CASE WHEN n % 1000 = 1 OR n % 2000 = 2 THEN now() END,
       n % 3000 = 5, now() - n % 90 * interval '1 day', now() - n::float8 / :connections * interval '365 days', now()
FROM generate_series(1, :connections) n;
COMMIT;
-- nine in ten are idle and due within 45 days, one in ten is used; none is due on the first day, so that nothing is late
BEGIN;
TRUNCATE token_set;
INSERT INTO token_set (tenant_id, connection_id, version, parent_version, access_token, refresh_token, scopes, issued_at, expires_at, refreshed_at,
    due_at, profile_id, history)
SELECT grown_tenant(n, :big, :tenants), grown('conn_', n), 7, 6, decode(repeat(md5(n::text), 10), 'hex'), decode(repeat(md5((-n)::text), 6), 'hex'),
       '{account,repository}', now() - interval '1 hour', now() + CASE n % 10 WHEN 0 THEN n % 7200 ELSE 3600 END * interval '1 second',
       now() - interval '1 hour', now() + CASE n % 10 WHEN 0 THEN 86400 + n % 7200 ELSE 93600 + n % 3794400 END * interval '1 second',
       CASE WHEN n % 4 = 0 THEN 'prof_2' ELSE 'prof_1' END, '[{"at":"2026-11-27T12:00:00.000000Z","outcome":"issued"}]'
FROM generate_series(1, :connections) n;
COMMIT;
INSERT INTO imported_token (tenant_id, hash, connection_id)
SELECT grown_tenant(n, :big, :tenants), sha256(n::text::bytea), grown('conn_', n) FROM generate_series(1, :connections, 10) n;

-- one in three failed, nobody finished one in ten
INSERT INTO connect_session (tenant_id, id, token_hash, connector_profile_id, end_user_id, status, error_code, connection_id, created_at, expires_at)
SELECT grown_tenant(n, :big, :tenants), grown('cs_', n), sha256(n::text::bytea), 'prof_1', 'user-' || n,
       CASE WHEN n % 3 = 0 THEN 'failed' WHEN n % 10 = 1 THEN 'expired' ELSE 'connected' END, CASE WHEN n % 3 = 0 THEN 'access_denied' END,
       CASE WHEN n % 3 > 0 AND n % 10 <> 1 THEN grown('conn_', n) END,
       now() - n::float8 / :connections * interval '360 days', now() - n::float8 / :connections * interval '360 days' + interval '30 minutes'
FROM generate_series(1, :connections, 1) n WHERE n <= :connections / 12;
-- some that are open
INSERT INTO connect_session (tenant_id, id, token_hash, connector_profile_id, end_user_id, status, created_at, expires_at)
SELECT grown_tenant(n, :big, :tenants), grown('cs_open', n), sha256(('o' || n)::bytea), 'prof_1', 'user-' || n, 'pending', now(), now() + interval '1 hour'
FROM generate_series(1, 1000) n;
INSERT INTO authorization_request (tenant_id, id, session_id, provider, state_hash, browser_hash, confirmation_hash, created_at, expires_at,
    redeemed_at, sent_at, ended_at)
SELECT tenant_id, 'ar_' || substr(id, 4), id, 'bitbucket', token_hash, '\x00', '\x00', created_at, expires_at, created_at, created_at, created_at
FROM connect_session WHERE status <> 'pending' AND created_at > now() - interval '8 days';
INSERT INTO connect_session_step (tenant_id, session_id, at, step, outcome)
SELECT tenant_id, id, created_at, step, 'succeeded' FROM connect_session, unnest('{created,opened,returned}'::text[]) step;

-- every tenant has a webhook; one in a hundred has not answered for two days
INSERT INTO webhook (tenant_id, id, url, secret) SELECT tenant_id, 'whk_1', 'https://hooks.invalid/', '\x00' FROM tenant;
BEGIN;
TRUNCATE event;
INSERT INTO event (tenant_id, id, type, subject, data, created_at)
SELECT grown_tenant(n, :big, :tenants), grown('evt_', n), 'connection.created', grown('conn_', n),
       jsonb_build_object('connection_id', grown('conn_', n), 'provider', 'bitbucket', 'end_user_id', 'user-' || n),
       now() - n::float8 / :connections * interval '300 days'
FROM generate_series(1, :connections, 1) n WHERE n <= :connections * 3 / 10;
COMMIT;
INSERT INTO webhook_delivery (tenant_id, webhook_id, event_id, subject, status, attempts, due_at, first_due_at, created_at, delivered_at)
SELECT tenant_id, 'whk_1', id, subject,
       CASE WHEN abs(hashtext(tenant_id)) % 100 = 0 AND created_at > now() - interval '2 days' THEN 'pending' ELSE 'delivered' END, 1,
       created_at + interval '1 hour', created_at, created_at, created_at
FROM event WHERE created_at > now() - interval '30 days';

-- the newest wait for their chain
BEGIN;
TRUNCATE audit_log;
INSERT INTO audit_log (tenant_id, at, id, actor_type, actor_id, action, object_type, object_id, address, position, hash)
SELECT tenant_id, at, id, 'api_key', 'key_1', 'token.read', 'connection', object_id, '203.0.113.7',
       CASE WHEN nth <= total - 3 THEN nth END, CASE WHEN nth <= total - 3 THEN '\x00'::bytea END
FROM (SELECT grown_tenant(n, :big, :tenants) AS tenant_id, now() - (:connections - n)::float8 / :connections * interval '399 days' AS at,
             grown('aud_', n) AS id, grown('conn_', n) AS object_id,
             row_number() OVER w AS nth, count(*) OVER (PARTITION BY grown_tenant(n, :big, :tenants)) AS total
      FROM generate_series(1, :connections) n WINDOW w AS (PARTITION BY grown_tenant(n, :big, :tenants) ORDER BY n)) AS entries;
COMMIT;
INSERT INTO audit_chain (tenant_id, position, hash, oldest_at)
SELECT tenant_id, coalesce(max(position), 0), '\x00', min(at) FROM audit_log GROUP BY 1;

SET maintenance_work_mem = '1GB';
DO $$
DECLARE
    each text;
BEGIN
    FOR each IN SELECT made FROM rebuilt ORDER BY turn LOOP
        EXECUTE each;
    END LOOP;
END $$;
DROP TABLE rebuilt;
VACUUM (ANALYZE);
