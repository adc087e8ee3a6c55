-- What a year leaves behind (GrowthTest): %1$d failed sessions, %2$d audit entries, and what comes with them. Keys of this tenant
-- and of 999 others begin with ten_grown.
SET session_replication_role = replica;
INSERT INTO tenant (tenant_id, name) SELECT 'ten_grown' || n, 'T' || n FROM generate_series(1, 1000) n;
INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
SELECT tenant_id, 'prof_grown', 'bitbucket', 'P', 'c', '\x00', '{account}', '{}', 'accepted' FROM tenant WHERE tenant_id LIKE 'ten_grown%%';
-- nine of ten of one tenant; over 33 days, of which 30 are kept
INSERT INTO connect_session (tenant_id, id, token_hash, connector_profile_id, end_user_id, status, error_code, created_at, expires_at)
SELECT CASE WHEN n %% 10 = 0 THEN 'ten_grown' || 2 + n %% 900 ELSE 'ten_grown1' END, 'cs_grown' || n, sha256(n::text::bytea), 'prof_grown',
       'u' || n, 'failed', 'access_denied', now() - n * interval '33 days' / %1$d, now() - n * interval '33 days' / %1$d + interval '30 minutes'
FROM generate_series(1, %1$d) n;
INSERT INTO authorization_request (tenant_id, id, session_id, provider, state_hash, browser_hash, confirmation_hash, created_at, expires_at,
    redeemed_at, sent_at, ended_at, error_code)
SELECT tenant_id, 'ar_' || id || k, id, 'bitbucket', sha256((id || k)::bytea), '\x00', '\x00', created_at, created_at + interval '30 minutes',
       created_at, created_at, created_at, 'access_denied'
FROM connect_session, generate_series(1, 3) k WHERE id LIKE 'cs_grown%%' AND created_at > now() - interval '9 days';
INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id, health, reason_code)
SELECT 'ten_grown' || 1 + n %% 1000, 'conn_grown' || n, 'prof_grown', 'bitbucket', 'u' || n, 'a' || n, 'reconnect_required', 'grant_revoked'
FROM generate_series(1, %1$d / 5) n;
INSERT INTO token_set (tenant_id, connection_id, access_token, refresh_token, issued_at, expires_at, profile_id)
SELECT tenant_id, id, '\x00', '\x00', now() - interval '1 hour', now() + interval '1 hour', connector_profile_id FROM connection
WHERE id LIKE 'conn_grown%%';
INSERT INTO webhook (tenant_id, id, url, secret, status)
SELECT 'ten_grown' || n, 'whk_grown' || k, 'https://hooks.invalid/', '\x00', 'active' FROM generate_series(1, 200) n, generate_series(1, 2) k;
-- one event for each failure, to one webhook of each tenant, which has not answered for two days
INSERT INTO event (tenant_id, id, type, subject, data, created_at)
SELECT CASE WHEN n %% 2 = 0 THEN 'ten_grown1' ELSE 'ten_grown' || 2 + n %% 199 END, 'evt_grown' || n, 'connect_session.failed', 'cs_grown' || n,
       '{"connect_session_id":"x","error":"access_denied"}', now() - n * interval '91 days' / (%1$d * 10)
FROM generate_series(1, %1$d * 10) n;
INSERT INTO webhook_delivery (tenant_id, webhook_id, event_id, subject, status, attempts, due_at, first_due_at, created_at, delivered_at)
SELECT tenant_id, 'whk_grown1', id, subject, CASE WHEN created_at > now() - interval '2 days' THEN 'pending' ELSE 'delivered' END, 1,
       now() + interval '1 hour' - interval '2 hours' * (abs(hashtext(id)) %% 2), created_at, created_at, created_at
FROM event WHERE id LIKE 'evt_grown%%' AND created_at > now() - interval '31 days';
-- four in ten of one tenant; the first thousandth is older than what is kept, the last waits for its chain
INSERT INTO audit_log (tenant_id, at, id, actor_type, actor_id, action, object_type, object_id, address, position, hash)
SELECT CASE WHEN n %% 10 < 4 THEN 'ten_grown1' ELSE 'ten_grown' || 2 + n / 10 %% 999 END,
       now() - (%2$d - n) * interval '399 days' / %2$d - CASE WHEN n < %2$d / 1000 THEN interval '10 days' ELSE interval '0' END,
       'aud_' || lpad(n::text, 26, 'a'), 'api_key', 'key_' || n %% 100, 'token.read', 'connection', 'conn_' || n %% 20000, '203.0.113.7',
       CASE WHEN n < %2$d / 1000 * 999 THEN CASE WHEN n %% 10 < 4 THEN n / 10 * 4 + n %% 10 + 1 ELSE n / 9990 * 6 + n %% 10 - 3 END END,
       CASE WHEN n < %2$d / 1000 * 999 THEN '\x00'::bytea END
FROM generate_series(0, %2$d - 1) n;
INSERT INTO audit_chain (tenant_id, position, hash, oldest_at)
SELECT tenant_id, max(position), '\x00', min(at) FROM audit_log WHERE position IS NOT NULL AND tenant_id LIKE 'ten_grown%%' GROUP BY 1;
SET session_replication_role = origin;
ANALYZE;
