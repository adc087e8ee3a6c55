-- What the consoles show. Safe while the previous version serves: it names none of this.

ALTER TABLE api_key ADD COLUMN last_used_at timestamptz;   -- to half a minute; null: not since this column is there

-- How refreshes went, hour by hour, for the consoles' pictures: added up by each replica, written every few seconds, kept for two days.
-- (The histories of token_set end after ten presentations, which an access token of two hours fills in less than a day.)
CREATE TABLE refresh_hour (
    tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    hour      timestamptz NOT NULL,             -- its beginning, UTC
    provider  text NOT NULL,
    succeeded bigint NOT NULL DEFAULT 0,        -- presentations that brought tokens
    failed    bigint NOT NULL DEFAULT 0,        -- all others
    PRIMARY KEY (tenant_id, hour, provider)
);
CREATE INDEX refresh_hour_age ON refresh_hour (hour) INCLUDE (provider, succeeded, failed);

-- The operator's lists: tenants newest first, profiles that do not work as they should.
CREATE INDEX tenant_newest ON tenant (created_at DESC, tenant_id DESC);
CREATE INDEX connector_profile_in_trouble ON connector_profile (tenant_id, id)
    WHERE status = 'disabled' OR credentials_status = 'rejected';

-- Connections that need somebody are few among a million, and an account's are found without its profile. connection is locked while
-- these are made: two seconds or three for a million rows.
CREATE INDEX connection_unwell ON connection (tenant_id, health, created_at DESC, id DESC) WHERE health <> 'active';
CREATE INDEX connection_disabled ON connection (tenant_id, created_at DESC, id DESC) WHERE disabled;
CREATE INDEX connection_awaiting ON connection (tenant_id, created_at DESC, id DESC) WHERE awaiting_confirmation;
CREATE INDEX connection_account ON connection (tenant_id, account_id);
