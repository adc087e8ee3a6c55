-- What a use changes of a connection is in none of its many indexes: with room in its page the new version needs no entry in them (HOT;
-- docs/benchmarks.md, Growth). For pages that are written from now on. Safe while the previous version serves; no lock that it meets.
ALTER TABLE connection SET (fillfactor = 80);

-- Every refresh rewrites its row and moves it in token_set_due_now: dead rows go when they are two in a hundred, not twenty. An
-- operator's own setting stays.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_class, unnest(reloptions) AS set
                   WHERE oid = 'token_set'::regclass AND set LIKE 'autovacuum_vacuum_scale_factor=%') THEN
        ALTER TABLE token_set SET (autovacuum_vacuum_scale_factor = 0.02);
    END IF;
END $$;
