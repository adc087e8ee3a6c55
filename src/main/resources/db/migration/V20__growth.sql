-- What runs in the background reads and writes a little at a time, whatever has grown (docs/operations.md, Growth). Safe while the
-- previous version serves: it calls the same functions, and names none of the columns. webhook_delivery is locked while the index is
-- made: a second or two for a million rows.

-- Deliveries by age: the sweep read all of them.
CREATE INDEX webhook_delivery_age ON webhook_delivery (first_due_at);

-- No entry that a chain still has is older: so that removal looks at those chains only that have something to remove.
ALTER TABLE audit_chain ADD COLUMN oldest_at timestamptz NOT NULL DEFAULT now();
UPDATE audit_chain c SET oldest_at = l.at
FROM audit_log l WHERE l.tenant_id = c.tenant_id AND l.position = c.anchor_position + 1;
CREATE INDEX audit_chain_oldest ON audit_chain (oldest_at);

-- As before, but of at most 200 chains in a call, those with the oldest entries first. One with a gap is looked at again a day later.
CREATE OR REPLACE FUNCTION expire_audit_log(keep interval, most int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = "${flyway:defaultSchema}", pg_temp SET jit = off AS $$
DECLARE
    before timestamptz := now() - greatest(keep, interval '30 days');
    owner text;
    chain audit_chain;
    entry audit_log;
    removed bigint := 0;
BEGIN
    FOR owner IN SELECT tenant_id FROM audit_chain WHERE oldest_at < before AND position > anchor_position
            ORDER BY oldest_at LIMIT 200 LOOP
        EXIT WHEN removed >= most;
        SELECT * INTO chain FROM audit_chain WHERE tenant_id = owner FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        chain.oldest_at := now();       -- nothing left
        FOR entry IN SELECT * FROM audit_log WHERE tenant_id = owner AND position > chain.anchor_position
                ORDER BY position LIMIT most - removed + 1 LOOP
            chain.oldest_at := CASE WHEN entry.position = chain.anchor_position + 1 THEN entry.at
                                    ELSE before + interval '1 day' END;    -- a gap stays to be seen
            EXIT WHEN chain.oldest_at >= before OR removed >= most;
            DELETE FROM audit_log WHERE tenant_id = entry.tenant_id AND at = entry.at AND id = entry.id;
            chain.anchor_position := entry.position;
            chain.anchor_hash := entry.hash;
            chain.oldest_at := now();
            removed := removed + 1;
        END LOOP;
        UPDATE audit_chain
        SET anchor_position = chain.anchor_position, anchor_hash = chain.anchor_hash, oldest_at = chain.oldest_at
        WHERE tenant_id = owner;
    END LOOP;
    RETURN removed;
END $$;

-- docs/refresh.md, rule 19: a proof that the client works is good for one suspect.
ALTER TABLE profile_pace ADD COLUMN proof_spent_at timestamptz;     -- when a suspect was last presented with it
