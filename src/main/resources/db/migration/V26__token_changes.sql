-- Replicas keep rows of token reads for a while (docs/adr/0014). Whatever ends what such a row says is told to all of them, from the
-- transaction that changes it: by the channel lanyard_token_rows, 'tenant connection' or, of many at once, 'tenant'.
-- Safe while the previous version serves: it listens to another channel.

-- By the columns that are written, not by their values: comparing would read the sealed tokens at each lease. Only what stores tokens
-- names them (docs/refresh.md, rule 1); a lease, a failure or a use does not.
CREATE FUNCTION tell_changed_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lanyard_token_rows', NEW.tenant_id || ' ' || NEW.connection_id);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_changed_tokens
AFTER UPDATE OF version, access_token, token_type, scopes, issued_at, expires_at, shadow_refresh_token ON token_set
FOR EACH ROW EXECUTE FUNCTION tell_changed_tokens();

-- An entity may be written with all its columns: their values decide. Use (last_used_at), metadata and the account tell nobody.
CREATE FUNCTION tell_changed_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lanyard_token_rows', NEW.tenant_id || ' ' || NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_changed_connection
AFTER UPDATE OF disabled, awaiting_confirmation, health, reason_code, connector_profile_id ON connection FOR EACH ROW
WHEN ((OLD.disabled, OLD.awaiting_confirmation, OLD.health, OLD.reason_code, OLD.connector_profile_id)
      IS DISTINCT FROM (NEW.disabled, NEW.awaiting_confirmation, NEW.health, NEW.reason_code, NEW.connector_profile_id))
EXECUTE FUNCTION tell_changed_connection();

-- Also by cascade, as of a tenant. Many of a tenant's are told of as one.
CREATE FUNCTION tell_deleted_connections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lanyard_token_rows', told.payload)
    FROM (SELECT DISTINCT tenant_id || CASE WHEN count(*) OVER (PARTITION BY tenant_id) > 100 THEN '' ELSE ' ' || id END AS payload
          FROM gone) AS told;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_deleted_connections AFTER DELETE ON connection REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION tell_deleted_connections();

CREATE FUNCTION tell_switched_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lanyard_token_rows', NEW.tenant_id);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_switched_profile AFTER UPDATE OF status ON connector_profile FOR EACH ROW
WHEN (OLD.status <> NEW.status)
EXECUTE FUNCTION tell_switched_profile();
