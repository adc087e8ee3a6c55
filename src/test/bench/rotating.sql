-- What vacuum finds of rows that rotate (docs/benchmarks.md, Growth): psql -f src/test/bench/rotating.sql in a database of growth.sh.
-- Ten rounds, in each of which one row in ten is leased, refreshed and used as the application does it, by fillfactor; a vacuum after
-- every second round, as autovacuum would by its factor of 0.2.
\set ON_ERROR_STOP 1
\pset footer off
SET synchronous_commit = off;
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS rotating CASCADE;
CREATE SCHEMA rotating;

CREATE PROCEDURE rotating.run(fill int) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE rotating.token_set_%1$s (LIKE token_set INCLUDING DEFAULTS INCLUDING INDEXES) WITH (fillfactor = %1$s, autovacuum_enabled = off)', fill);
    EXECUTE format('INSERT INTO rotating.token_set_%s SELECT * FROM token_set ORDER BY tenant_id, connection_id LIMIT 100000', fill);
    EXECUTE format('CREATE TABLE rotating.connection_%1$s (LIKE connection INCLUDING DEFAULTS INCLUDING INDEXES) WITH (fillfactor = %1$s, autovacuum_enabled = off)', fill);
    EXECUTE format('INSERT INTO rotating.connection_%s SELECT * FROM connection ORDER BY tenant_id, id LIMIT 100000', fill);
    EXECUTE format('CREATE TABLE rotating.sizes_%s AS SELECT relname, pg_relation_size(oid) AS was FROM pg_class WHERE relnamespace = ''rotating''::regnamespace', fill);
END $$;
-- $1 fillfactor, $2 round
CREATE PROCEDURE rotating.turn(fill int, round int) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE rotating.token_set_%s SET lease_until = now() + interval ''20 s'', fence = fence + 1, presented_at = now(),
        due_at = now() + interval ''20 s'' WHERE abs(hashtext(connection_id || %s)) %% 10 = 0', fill, round);
    COMMIT;
    EXECUTE format('UPDATE rotating.token_set_%s SET version = version + 1, parent_version = version, refreshed_at = now(), lease_until = NULL,
        presented_at = NULL, expires_at = now() + interval ''2 h'', due_at = now() + (10 + abs(hashtext(connection_id)) %% 30) * interval ''1 day''
        WHERE abs(hashtext(connection_id || %s)) %% 10 = 0', fill, round);
    COMMIT;
    EXECUTE format('UPDATE rotating.connection_%s SET last_used_at = now() WHERE abs(hashtext(id || %s)) %% 10 = 0', fill, round);
    COMMIT;
END $$;

\o /dev/null
SELECT format('CALL rotating.run(%s)', fill) FROM unnest(ARRAY[100, 90, 80, 70]) fill \gexec
SELECT CASE what WHEN 'turn' THEN format('CALL rotating.turn(%s, %s)', fill, round)
            ELSE format('VACUUM rotating.%s_%s', what, fill) END
FROM generate_series(1, 10) round, unnest(ARRAY[100, 90, 80, 70]) fill, unnest(ARRAY['turn', 'token_set', 'connection']) WITH ORDINALITY w (what, nth)
WHERE what = 'turn' OR round % 2 = 0 ORDER BY round, fill, nth \gexec
\o
SELECT pg_sleep(1) AS waited \gset
SELECT '| ' || replace(s.relname, '_' || f.fill, '') || ' | ' || f.fill || ' | ' || round(100.0 * n_tup_hot_upd / n_tup_upd) || ' % | '
       || round(pg_relation_size(s.relid) / 1048576.0, 1) || ' MB | '
       || round((SELECT sum(pg_relation_size(i.indexrelid)) FROM pg_index i WHERE i.indrelid = s.relid) / 1048576.0, 1) || ' MB |'
       AS "| table | fillfactor | HOT | heap after | indexes after |"
FROM pg_stat_user_tables s, unnest(ARRAY[100, 90, 80, 70]) f (fill)
WHERE schemaname = 'rotating' AND s.relname IN ('token_set_' || f.fill, 'connection_' || f.fill) ORDER BY s.relname NOT LIKE 't%', f.fill DESC;
SELECT '| ' || relname || ' | ' || was / 1048576 || ' MB |' AS "before, fillfactor 100" FROM rotating.sizes_100 WHERE relname IN ('token_set_100', 'connection_100');
DROP SCHEMA rotating CASCADE;
