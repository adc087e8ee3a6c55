-- Connections without a user: the client's own token (RFC 6749 §4.4). Safe while the previous version serves: what it writes is of
-- the default grant, and it reads a missing end user as one without an id. It cannot renew such a connection; it says 409 for one
-- whose token has expired, until it is gone. connection is locked while its unique index is made: a second or two for a million rows.

ALTER TABLE connection
    ADD COLUMN grant_type text NOT NULL DEFAULT 'authorization_code'
        CHECK (grant_type IN ('authorization_code', 'client_credentials')),
    ALTER COLUMN end_user_id DROP NOT NULL,
    ADD CONSTRAINT connection_has_its_user CHECK (end_user_id IS NOT NULL OR grant_type = 'client_credentials');

-- One connection for an account is the rule for what users bring. The client's own may be of the same account.
DO $$
DECLARE
    former text;
BEGIN
    SELECT conname INTO STRICT former FROM pg_constraint WHERE conrelid = 'connection'::regclass AND contype = 'u';
    EXECUTE format('ALTER TABLE connection DROP CONSTRAINT %I', former);
END $$;
CREATE UNIQUE INDEX connection_of_account ON connection (tenant_id, connector_profile_id, end_user_id, account_id)
    WHERE grant_type = 'authorization_code';

-- The client's own: one for each end user it is kept for, and one for none.
CREATE UNIQUE INDEX connection_of_client ON connection (tenant_id, connector_profile_id, coalesce(end_user_id, ''))
    WHERE grant_type = 'client_credentials';
