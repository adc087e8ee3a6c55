-- Import, and connections that are kept without being used (docs/migrating.md). Safe while the previous version serves: it names none
-- of the new columns. A shadow's refresh token stands in a column of its own, so that no statement which presents can find it, be it
-- of this version or of the previous one.

ALTER TABLE token_set
    ADD COLUMN shadow_refresh_token bytea,          -- sealed as refresh_token is; not null: a shadow, presented by nobody
    ADD CONSTRAINT token_set_shadow CHECK (shadow_refresh_token IS NULL OR refresh_token IS NULL) NOT VALID;

-- A million rows are not looked at for it: none has the new column.
ALTER TABLE connection ADD COLUMN import_id text;   -- the upload that named it last, while it is a shadow
CREATE INDEX token_set_shadows ON token_set (tenant_id, profile_id) WHERE shadow_refresh_token IS NOT NULL;

-- Refresh tokens that were imported, by their keyed hashes: what is imported again changes nothing.
CREATE TABLE imported_token (
    tenant_id     text NOT NULL,
    hash          bytea NOT NULL,                   -- HMAC-SHA-256 under a key of the tenant's
    connection_id text NOT NULL,
    imported_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, hash),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connection ON DELETE CASCADE
);
CREATE INDEX imported_token_by_connection ON imported_token (tenant_id, connection_id, imported_at);

-- As before; and a shadow has a means to go on. A refresh token that comes by a journey or a merge is one to present: what was kept
-- as a shadow is none any more. One that a late response brings to what was frozen meanwhile stays frozen.
CREATE OR REPLACE FUNCTION note_grant_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.refresh_token IS NOT NULL AND NEW.shadow_refresh_token IS NOT NULL THEN
        IF NEW.parent_version IS NOT NULL AND NEW.parent_version = NEW.version - 1 THEN
            NEW.shadow_refresh_token := NEW.refresh_token;
            NEW.refresh_token := NULL;
            NEW.due_at := NULL;
        ELSE
            NEW.shadow_refresh_token := NULL;
        END IF;
    END IF;
    NEW.ends_at := CASE WHEN NEW.refresh_token IS NULL AND NEW.shadow_refresh_token IS NULL AND NEW.spare IS NULL
                             AND NEW.access_token IS NOT NULL AND NEW.expires_at < timestamptz '9000-01-01 00:00Z' THEN NEW.expires_at END;
    IF TG_OP = 'INSERT' OR NEW.grant_expires_at IS DISTINCT FROM OLD.grant_expires_at THEN
        NEW.expiring_at := CASE WHEN NEW.parent_version IS NULL AND NEW.grant_expires_at <= now() + interval '14 days' THEN now()
                                ELSE next_expiry_notice(NEW.grant_expires_at) END;
    END IF;
    RETURN NEW;
END $$;

-- When an imported grant is first refreshed if nobody uses it before: its age is unknown, so within 7 days, or within half of what it
-- lives idle if that is less; else at that half from when it was issued. Spread by the connection's id.
CREATE FUNCTION first_keep_alive(id text, issued timestamptz, half_idle float8) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN issued IS NULL OR half_idle IS NULL
                THEN now() + share * least(604800, coalesce(half_idle, 604800)) * interval '1 second'
                ELSE greatest(now() + share * interval '6 hours', issued + half_idle * (0.9 + 0.2 * share) * interval '1 second') END
    FROM (SELECT (abs(hashtext(id)::bigint) % 100000) / 100000.0::float8 AS share) AS spread
$$;
