-- A million connections of one tenant, in a database that is thrown away afterwards (docs/benchmarks.md, Lists of a million):
--   psql -v tenant=ten_… -f src/test/bench/lists.sql
-- Eight profiles have 125,000 each; one of 50 has a rejected secret; one of 119 is another provider's and the oldest.
-- 0.1 % are degraded, 0.05 % have to be connected again, 0.03 % are disabled; one end user has 2,000.
SET session_replication_role = replica;

INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
SELECT :'tenant', 'prof_m' || p, CASE WHEN p = 9 THEN 'bitbucket' ELSE 'bitbucket-sandbox' END, 'P' || p, 'c', '', '{account}', '{}',
       CASE WHEN p = 8 THEN 'rejected' ELSE 'accepted' END
FROM generate_series(0, 9) p;

INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, end_user_name, account_id, account_name, account_username,
    granted, health, reason_code, reason_detail, reason_since, disabled, created_at, last_used_at)
SELECT :'tenant', 'conn_m' || n,
       'prof_m' || CASE WHEN n % 20000 = 7 THEN 8 WHEN n < 120 THEN 9 ELSE n % 8 END,
       CASE WHEN n < 120 AND n % 20000 <> 7 THEN 'bitbucket' ELSE 'bitbucket-sandbox' END,
       CASE WHEN n % 500 = 3 THEN 'busy' ELSE 'u' || n END, 'User ' || n, 'acc' || n, 'Account ' || n, 'account' || n, '{account}',
       CASE WHEN n % 1000 = 1 THEN 'degraded' WHEN n % 2000 = 2 THEN 'reconnect_required' ELSE 'active' END,
       CASE WHEN n % 1000 = 1 THEN 'refresh_failing' WHEN n % 2000 = 2 THEN 'grant_revoked' END,
       CASE WHEN n % 1000 = 1 OR n % 2000 = 2 THEN 'because' END,
       CASE WHEN n % 1000 = 1 OR n % 2000 = 2 THEN now() END,
       n % 3000 = 5, now() - (1000000 - n) * interval '10 seconds', now()
FROM generate_series(1, 1000000) n;

INSERT INTO token_set (tenant_id, connection_id, access_token, refresh_token, expires_at, due_at)
SELECT :'tenant', 'conn_m' || n, '\x00', '\x00', now() + interval '30 days', now() + interval '30 days' FROM generate_series(1, 1000000) n;

ANALYZE connection;
ANALYZE token_set;
ANALYZE connector_profile;
