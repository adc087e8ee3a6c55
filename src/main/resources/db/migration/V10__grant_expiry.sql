-- When grants end: as the provider announces it, and where there is no refresh token to go on with. Safe while the previous version
-- serves: it names none of the new columns, and a trigger fills those that tell when to look.

ALTER TABLE token_set
    ADD COLUMN grant_expires_at timestamptz,      -- as the provider announced it; null: it did not
    ADD COLUMN expiring_at      timestamptz,      -- when connection.expiring is to be told next; null: never
    ADD COLUMN ends_at          timestamptz;      -- end of the access token that no refresh token follows; null: one does, or it was told

CREATE INDEX token_set_expiring ON token_set (expiring_at) WHERE expiring_at IS NOT NULL;
CREATE INDEX token_set_ends ON token_set (ends_at) WHERE ends_at IS NOT NULL;

-- The next of 14, 3 and 1 days before the end that is still to come.
CREATE FUNCTION next_expiry_notice(ends timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT min(ends - days * interval '1 day') FROM unnest(ARRAY[14, 3, 1]) AS days
    WHERE ends - days * interval '1 day' > now()
$$;

-- What a user brings is told at once if its end is near. What a refresh brings is told when the end has come nearer without another.
-- An access token to the year 9000 or later is one that nobody promised an end.
CREATE FUNCTION note_grant_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.ends_at := CASE WHEN NEW.refresh_token IS NULL AND NEW.spare IS NULL AND NEW.access_token IS NOT NULL
                             AND NEW.expires_at < timestamptz '9000-01-01 00:00Z' THEN NEW.expires_at END;
    IF TG_OP = 'INSERT' OR NEW.grant_expires_at IS DISTINCT FROM OLD.grant_expires_at THEN
        NEW.expiring_at := CASE WHEN NEW.parent_version IS NULL AND NEW.grant_expires_at <= now() + interval '14 days' THEN now()
                                ELSE next_expiry_notice(NEW.grant_expires_at) END;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_grant_end BEFORE INSERT OR UPDATE OF refresh_token, spare, expires_at, grant_expires_at ON token_set
FOR EACH ROW EXECUTE FUNCTION note_grant_end();

UPDATE token_set SET ends_at = expires_at WHERE refresh_token IS NULL AND spare IS NULL AND access_token IS NOT NULL;
