-- The audit log (docs/audit.md): who did what, on which object, from where, and how it ended. The application adds and reads; it
-- changes and removes nothing (rights: afterMigrate__rights.sql). Position and hash are the chain's, added once by chain_audit_log.
-- tenant_id is a tenant's, or 'operator' for what belongs to no tenant or outlives it; no foreign key, as an anchor outlives its tenant.

CREATE TABLE audit_log (
    tenant_id   text NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    id          text NOT NULL DEFAULT random_id('aud_'),
    actor_type  text NOT NULL CHECK (actor_type IN ('api_key', 'operator', 'browser', 'lanyard')),
    actor_id    text,
    action      text NOT NULL,
    object_type text NOT NULL,
    object_id   text,
    outcome     text NOT NULL DEFAULT 'succeeded' CHECK (outcome IN ('succeeded', 'refused', 'failed')),
    address     text,                           -- the client's; null: none
    detail      text,                           -- a stable code: an error's, a reason's
    count       int NOT NULL DEFAULT 1,         -- reads of a token within a minute are one entry
    position    bigint,                         -- in the tenant's chain, from 1; null: not chained yet
    hash        bytea,
    PRIMARY KEY (tenant_id, at, id),
    UNIQUE (tenant_id, position),
    CHECK ((position IS NULL) = (hash IS NULL))
);
CREATE INDEX audit_log_waiting ON audit_log (tenant_id) WHERE position IS NULL;

-- Where each chain ends, and where what is left of it begins: everything up to the anchor was removed by a rule.
CREATE TABLE audit_chain (
    tenant_id       text PRIMARY KEY,
    position        bigint NOT NULL DEFAULT 0,
    hash            bytea NOT NULL DEFAULT '',
    anchor_position bigint NOT NULL DEFAULT 0,
    anchor_hash     bytea NOT NULL DEFAULT '',
    erased_at       timestamptz                 -- the tenant is gone: nothing is kept any more but the anchor
);

-- SHA-256 over the hash before and the entry as a JSON array.
CREATE FUNCTION audit_hash(former bytea, place bigint, e audit_log) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(former || convert_to(json_build_array(place, e.tenant_id,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.id, e.actor_type, e.actor_id, e.action,
        e.object_type, e.object_id, e.outcome, e.address, e.detail, e.count)::text, 'UTF8'))
$$;

-- Appends what waits to its tenant's chain, at most so many entries of each of at most 100 tenants; whoever finds a chain being
-- appended to leaves it. Returns how many entries were chained.
CREATE FUNCTION chain_audit_log(most int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = "${flyway:defaultSchema}", pg_temp AS $$
DECLARE
    owner text;
    chain audit_chain;
    entry audit_log;
    chained bigint := 0;
BEGIN
    FOR owner IN SELECT DISTINCT tenant_id FROM audit_log WHERE position IS NULL LIMIT 100 LOOP
        INSERT INTO audit_chain (tenant_id) VALUES (owner) ON CONFLICT DO NOTHING;
        SELECT * INTO chain FROM audit_chain WHERE tenant_id = owner FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        IF chain.erased_at IS NOT NULL THEN
            DELETE FROM audit_log WHERE tenant_id = owner;      -- written while the tenant was being erased
            CONTINUE;
        END IF;
        FOR entry IN SELECT * FROM audit_log WHERE tenant_id = owner AND position IS NULL ORDER BY at, id LIMIT most LOOP
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

-- Removes what is older than that from the beginning of each chain and moves the anchor there. Never what is younger than 30 days,
-- whatever the application asks for. Returns how many entries went.
CREATE FUNCTION expire_audit_log(keep interval, most int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = "${flyway:defaultSchema}", pg_temp AS $$
DECLARE
    before timestamptz := now() - greatest(keep, interval '30 days');
    chain audit_chain;
    entry audit_log;
    removed bigint := 0;
BEGIN
    FOR chain IN SELECT * FROM audit_chain WHERE position > anchor_position FOR UPDATE SKIP LOCKED LOOP
        FOR entry IN SELECT * FROM audit_log WHERE tenant_id = chain.tenant_id AND position > chain.anchor_position ORDER BY position LIMIT most LOOP
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

-- Removes the log of a tenant that is gone already (in the same transaction, too), keeping its last hash.
CREATE FUNCTION erase_audit_log(gone text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = "${flyway:defaultSchema}", pg_temp AS $$
BEGIN
    IF gone = 'operator' OR EXISTS (SELECT FROM tenant WHERE tenant_id = gone) THEN
        RAISE EXCEPTION 'the audit log of % is not to be erased', gone;
    END IF;
    INSERT INTO audit_chain (tenant_id) VALUES (gone) ON CONFLICT DO NOTHING;
    PERFORM FROM audit_chain WHERE tenant_id = gone FOR UPDATE;
    DELETE FROM audit_log WHERE tenant_id = gone;
    UPDATE audit_chain SET anchor_position = position, anchor_hash = hash, erased_at = now() WHERE tenant_id = gone;
END $$;

-- Computes a chain again. broken_at is the first position that does not hold: 'missing' or 'changed'; null: the chain is whole.
CREATE FUNCTION verify_audit_log(owner text, OUT broken_at bigint, OUT reason text, OUT entries bigint, OUT waiting bigint)
LANGUAGE plpgsql STABLE SET search_path = "${flyway:defaultSchema}", pg_temp AS $$
DECLARE
    chain audit_chain;
    entry audit_log;
    place bigint;
    last bytea;
BEGIN
    SELECT * INTO chain FROM audit_chain WHERE tenant_id = owner;
    place := coalesce(chain.anchor_position, 0);
    last := coalesce(chain.anchor_hash, '');
    entries := 0;
    SELECT count(*) INTO waiting FROM audit_log WHERE tenant_id = owner AND position IS NULL;
    FOR entry IN SELECT * FROM audit_log WHERE tenant_id = owner AND position IS NOT NULL ORDER BY position LOOP
        place := place + 1;
        last := audit_hash(last, place, entry);
        IF entry.position <> place OR entry.hash <> last THEN
            broken_at := place;
            reason := CASE WHEN entry.position <> place THEN 'missing' ELSE 'changed' END;
            RETURN;
        END IF;
        entries := entries + 1;
    END LOOP;
    IF place <> coalesce(chain.position, 0) OR last <> coalesce(chain.hash, '') THEN
        broken_at := place + 1;
        reason := 'missing';
    END IF;
END $$;

-- What Lanyard does by itself is recorded where it is done, in the same transaction.

CREATE FUNCTION audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_log (tenant_id, actor_type, action, object_type, object_id, outcome, detail)
    VALUES (NEW.tenant_id, 'lanyard', NEW.type, split_part(NEW.type, '.', 1), NEW.subject,
            CASE WHEN NEW.type IN ('connection.recovered', 'connection.deleted') THEN 'succeeded' ELSE 'failed' END,
            CASE WHEN NEW.type = 'connection.deleted' THEN 'merged'
                 ELSE coalesce(NEW.data ->> 'reason', NEW.data ->> 'former_reason') END);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_event AFTER INSERT ON event FOR EACH ROW
WHEN (NEW.type IN ('connection.reconnect_required', 'connection.recovered', 'connector_profile.credentials_rejected')
      OR NEW.type = 'connection.deleted' AND NEW.data ? 'merged_into')
EXECUTE FUNCTION audit_event();

CREATE FUNCTION audit_secret_reverted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_log (tenant_id, actor_type, action, object_type, object_id, detail)
    VALUES (NEW.tenant_id, 'lanyard', 'connector_profile.secret_reverted', 'connector_profile', NEW.id, 'credentials_rejected');
    RETURN NULL;
END $$;
CREATE TRIGGER audit_secret_reverted AFTER UPDATE OF client_secret ON connector_profile FOR EACH ROW
WHEN (NEW.client_secret = OLD.former_client_secret AND NEW.client_secret <> OLD.client_secret)
EXECUTE FUNCTION audit_secret_reverted();

-- The journey. The browser's address is that of the authorization request that counts.
ALTER TABLE authorization_request ADD COLUMN address text;

CREATE FUNCTION audit_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    alone  boolean := NEW.status = 'expired' OR coalesce(NEW.error_code, '') IN ('expired', 'interrupted');
    who    text := CASE WHEN alone THEN 'lanyard' ELSE 'browser' END;
    whom   text := CASE WHEN NOT alone THEN NEW.end_user_id END;
    origin text := (SELECT address FROM authorization_request
                    WHERE tenant_id = NEW.tenant_id AND id = NEW.request_id AND NOT alone);
    made   timestamptz := (SELECT created_at FROM connection WHERE tenant_id = NEW.tenant_id AND id = NEW.connection_id);
BEGIN
    INSERT INTO audit_log (tenant_id, actor_type, actor_id, action, object_type, object_id, outcome, address, detail)
    VALUES (NEW.tenant_id, who, whom, 'connect_session.' || CASE NEW.status WHEN 'authorizing' THEN 'begun' ELSE NEW.status END,
            'connect_session', NEW.id, CASE WHEN NEW.status IN ('failed', 'expired') THEN 'failed' ELSE 'succeeded' END,
            origin, NEW.error_code);
    -- One made for a session that awaits its confirmation was recorded then; one that was there before goes on from now.
    IF made = now() OR (NEW.status = 'connected' AND made IS NOT NULL
                        AND (OLD.status <> 'awaiting_confirmation' OR made < NEW.created_at)) THEN
        INSERT INTO audit_log (tenant_id, actor_type, actor_id, action, object_type, object_id, address)
        VALUES (NEW.tenant_id, who, whom, 'connection.' || CASE WHEN made = now() THEN 'created' ELSE 'reconnected' END,
                'connection', NEW.connection_id, origin);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_session AFTER UPDATE OF status ON connect_session FOR EACH ROW
WHEN (NOT NEW.cancelled
      AND (OLD.status <> NEW.status OR NEW.status = 'authorizing' AND OLD.request_id IS DISTINCT FROM NEW.request_id))
EXECUTE FUNCTION audit_session();
