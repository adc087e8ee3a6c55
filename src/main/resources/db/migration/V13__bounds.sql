-- What grows expires, and what runs every few seconds reads what it needs and no more.

-- The sweep's own index: a failed session stays failed, and there may be a hundred thousand of them. The former one held those, too.
CREATE INDEX connect_session_overdue ON connect_session (expires_at) WHERE status IN ('pending', 'authorizing', 'awaiting_confirmation');
CREATE INDEX connect_session_ended ON connect_session (expires_at) WHERE status IN ('connected', 'failed', 'expired');
DROP INDEX connect_session_open;
CREATE INDEX event_age ON event (created_at);
CREATE INDEX audit_log_oldest ON audit_log (at) WHERE position IS NULL;

-- As before, but who has waited longest comes first, and one call chains at most so many entries in all.
CREATE OR REPLACE FUNCTION chain_audit_log(most int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = "${flyway:defaultSchema}", pg_temp SET jit = off AS $$
DECLARE
    owner text;
    chain audit_chain;
    entry audit_log;
    chained bigint := 0;
BEGIN
    FOR owner IN SELECT DISTINCT tenant_id FROM (
            SELECT tenant_id FROM audit_log WHERE position IS NULL ORDER BY at LIMIT most) AS oldest LOOP
        EXIT WHEN chained >= most;
        INSERT INTO audit_chain (tenant_id) VALUES (owner) ON CONFLICT DO NOTHING;
        SELECT * INTO chain FROM audit_chain WHERE tenant_id = owner FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        IF chain.erased_at IS NOT NULL THEN
            DELETE FROM audit_log WHERE tenant_id = owner;      -- written while the tenant was being erased
            CONTINUE;
        END IF;
        FOR entry IN SELECT * FROM audit_log WHERE tenant_id = owner AND position IS NULL ORDER BY at, id LIMIT most - chained LOOP
            chain.position := chain.position + 1;
            chain.hash := audit_hash(chain.hash, chain.position, entry);
            UPDATE audit_log SET position = chain.position, hash = chain.hash
            WHERE tenant_id = owner AND at = entry.at AND id = entry.id;
            chained := chained + 1;
        END LOOP;
        UPDATE audit_chain SET position = chain.position, hash = chain.hash WHERE tenant_id = owner;
    END LOOP;
    RETURN chained;
END $$;

-- As before, but one call removes at most so many entries in all, and begins with another tenant each time.
CREATE OR REPLACE FUNCTION expire_audit_log(keep interval, most int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = "${flyway:defaultSchema}", pg_temp SET jit = off AS $$
DECLARE
    before timestamptz := now() - greatest(keep, interval '30 days');
    chain audit_chain;
    entry audit_log;
    removed bigint := 0;
BEGIN
    FOR chain IN SELECT * FROM audit_chain WHERE position > anchor_position ORDER BY random() LOOP
        EXIT WHEN removed >= most;
        SELECT * INTO chain FROM audit_chain WHERE tenant_id = chain.tenant_id FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        FOR entry IN SELECT * FROM audit_log WHERE tenant_id = chain.tenant_id AND position > chain.anchor_position
                ORDER BY position LIMIT most - removed LOOP
            EXIT WHEN entry.at >= before OR entry.position <> chain.anchor_position + 1;    -- a gap stays to be seen
            DELETE FROM audit_log WHERE tenant_id = entry.tenant_id AND at = entry.at AND id = entry.id;
            chain.anchor_position := entry.position;
            chain.anchor_hash := entry.hash;
            removed := removed + 1;
        END LOOP;
        UPDATE audit_chain SET anchor_position = chain.anchor_position, anchor_hash = chain.anchor_hash
        WHERE tenant_id = chain.tenant_id AND anchor_position < chain.anchor_position;
    END LOOP;
    RETURN removed;
END $$;
