-- Every key of tenant data begins with tenant_id, so that every look-up is one tenant's and a distributed PostgreSQL can
-- place rows by it. Times are the database's. Sealed values are bytea (vault).

CREATE TABLE tenant (
    tenant_id  text PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- One row for each operator key ever used; opening the proof tells a wrong key from a right one.
CREATE TABLE vault_key (
    id         text PRIMARY KEY,
    proof      bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE data_key (
    tenant_id    text PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
    vault_key_id text NOT NULL,
    wrapped      bytea NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX data_key_by_vault_key ON data_key (vault_key_id);

CREATE TABLE api_key (
    tenant_id  text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id         text NOT NULL,
    name       text NOT NULL,
    scopes     text[] NOT NULL,
    hash       bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, hash)
);

CREATE TABLE connector_profile (
    tenant_id              text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id                     text NOT NULL,
    provider               text NOT NULL,
    name                   text NOT NULL,
    client_id              text NOT NULL,
    client_secret          bytea NOT NULL,
    former_client_secret   bytea,
    permissions            text[] NOT NULL,
    return_urls            text[] NOT NULL,
    send_redirect_uri      boolean NOT NULL DEFAULT true,
    status                 text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
    credentials_status     text NOT NULL CHECK (credentials_status IN ('accepted', 'rejected', 'unverified')),
    credentials_checked_at timestamptz NOT NULL DEFAULT now(),
    credentials_detail     text,
    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE connection (
    tenant_id             text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id                    text NOT NULL,
    connector_profile_id  text NOT NULL,
    provider              text NOT NULL,
    end_user_id           text NOT NULL,
    end_user_name         text,
    end_user_email        text,
    account_id            text,                 -- null while who-connected is unknown
    account_name          text,
    account_username      text,
    account_email         text,
    account_avatar_url    text,
    account_profile_url   text,
    account_ask_at        timestamptz,          -- when to ask (again) who connected
    account_asked         int NOT NULL DEFAULT 0,
    granted               text[],               -- null while the provider has not said
    health                text NOT NULL DEFAULT 'active' CHECK (health IN ('active', 'degraded', 'reconnect_required')),
    reason_code           text,
    reason_detail         text,
    reason_since          timestamptz,
    disabled              boolean NOT NULL DEFAULT false,
    awaiting_confirmation boolean NOT NULL DEFAULT false,
    metadata              jsonb NOT NULL DEFAULT '{}',
    last_used_at          timestamptz,
    created_at            timestamptz NOT NULL DEFAULT now(),
    updated_at            timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, connector_profile_id, end_user_id, account_id),
    FOREIGN KEY (tenant_id, connector_profile_id) REFERENCES connector_profile,
    CHECK ((health = 'active') = (reason_code IS NULL))
);
CREATE INDEX connection_newest ON connection (tenant_id, created_at DESC, id DESC);
CREATE INDEX connection_by_end_user ON connection (tenant_id, end_user_id);
CREATE INDEX connection_account_unknown ON connection (account_ask_at) WHERE account_ask_at IS NOT NULL;

-- The tokens, and the protocol's row (docs/refresh.md): version, lease, fence, mark.
CREATE TABLE token_set (
    tenant_id         text NOT NULL,
    connection_id     text NOT NULL,
    version           bigint NOT NULL DEFAULT 1,
    parent_version    bigint,                   -- the version whose presentation brought this one; null: a journey or an import
    access_token      bytea,
    refresh_token     bytea,
    token_type        text NOT NULL DEFAULT 'bearer',
    scopes            text[] NOT NULL DEFAULT '{}',
    issued_at         timestamptz NOT NULL DEFAULT now(),
    expires_at        timestamptz NOT NULL,
    refreshed_at      timestamptz,
    lease_until       timestamptz,              -- kept after its end: rule 15 counts from it
    fence             bigint NOT NULL DEFAULT 0,
    presented_at      timestamptz,              -- write-ahead mark: first presentation of this version
    attempts          int NOT NULL DEFAULT 0,   -- failed presentations since the last success
    retry_at          timestamptz,              -- not presented before; null: no failure outstanding
    suspect           boolean NOT NULL DEFAULT false,   -- refused as "client", waiting for proof that the client works
    spare             bytea,                    -- second answer of parent_version, sealed
    due_at            timestamptz,              -- when background work looks at this row; null: never
    history           jsonb NOT NULL DEFAULT '[]',      -- the last presentations, newest first
    PRIMARY KEY (tenant_id, connection_id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connection ON DELETE CASCADE
);
CREATE INDEX token_set_due ON token_set (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX token_set_outstanding ON token_set (due_at) WHERE presented_at IS NOT NULL OR suspect;

-- A merged connection's id answers as its elder's for 30 days.
CREATE TABLE connection_alias (
    tenant_id     text NOT NULL,
    id            text NOT NULL,
    connection_id text NOT NULL,
    until         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connection ON DELETE CASCADE
);

-- What the token endpoint allows a profile just now, over all replicas.
CREATE TABLE profile_pace (
    tenant_id           text NOT NULL,
    profile_id          text NOT NULL,
    paused_until        timestamptz,            -- 429
    cool_down_from      timestamptz,            -- first "client" refusal
    cool_down_until     timestamptz,
    proved_at           timestamptz,            -- last proof that the client works: an issued token or a probe
    probed_at           timestamptz,            -- last time the credentials were tried by a made-up code
    budget              double precision,       -- background requests left
    budget_at           timestamptz,
    PRIMARY KEY (tenant_id, profile_id),
    FOREIGN KEY (tenant_id, profile_id) REFERENCES connector_profile ON DELETE CASCADE
);

-- The parallel cap: a row is a place, free when held_until has passed.
CREATE TABLE token_request_place (
    tenant_id  text NOT NULL,
    profile_id text NOT NULL,
    place      int NOT NULL,
    held_until timestamptz NOT NULL DEFAULT '-infinity',
    holder     text,
    PRIMARY KEY (tenant_id, profile_id, place),
    FOREIGN KEY (tenant_id, profile_id) REFERENCES connector_profile ON DELETE CASCADE
);

CREATE TABLE connect_session (
    tenant_id            text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id                   text NOT NULL,
    token_hash           bytea NOT NULL,
    connector_profile_id text NOT NULL,
    end_user_id          text NOT NULL,
    end_user_name        text,
    end_user_email       text,
    return_url           text,
    origin               text,
    reconnects           text,                  -- the connection_id the tenant asked to bring back
    connection_id        text,                  -- the outcome
    metadata             jsonb NOT NULL DEFAULT '{}',
    require_confirmation boolean NOT NULL DEFAULT false,
    confirmation_hash    bytea,
    status               text NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'authorizing', 'awaiting_confirmation', 'connected', 'failed', 'expired')),
    error_code           text,
    error_description    text,
    cancelled            boolean NOT NULL DEFAULT false,
    confirmed            boolean NOT NULL DEFAULT false,
    request_id           text,                  -- the authorization request that counts
    created_at           timestamptz NOT NULL DEFAULT now(),
    expires_at           timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, connector_profile_id) REFERENCES connector_profile ON DELETE CASCADE
);
CREATE INDEX connect_session_open ON connect_session (expires_at) WHERE status IN ('pending', 'authorizing', 'awaiting_confirmation', 'failed');

CREATE TABLE authorization_request (
    tenant_id     text NOT NULL,
    id            text NOT NULL,
    session_id    text NOT NULL,
    provider      text NOT NULL,
    state_hash    bytea NOT NULL,
    browser_hash  bytea NOT NULL,
    confirmation_hash bytea NOT NULL,           -- of what that browser gets for the tenant to confirm with
    code_verifier bytea,                        -- sealed; null: the provider knows no PKCE
    redirect_uri  text,                         -- as sent; null: not sent
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    redeemed_at   timestamptz,                  -- the callback came
    sent_at       timestamptz,                  -- the code goes out, once
    ended_at      timestamptz,
    error_code    text,                         -- how it ended; null: as its session did
    error_description text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, state_hash),
    FOREIGN KEY (tenant_id, session_id) REFERENCES connect_session ON DELETE CASCADE
);
CREATE INDEX authorization_request_by_session ON authorization_request (tenant_id, session_id);
CREATE INDEX authorization_request_age ON authorization_request (created_at);
CREATE INDEX authorization_request_sent ON authorization_request (sent_at) WHERE sent_at IS NOT NULL AND ended_at IS NULL;

-- Tokens that wait with their session: for a confirmation, or until it is known whose they are.
CREATE TABLE waiting_grant (
    tenant_id  text NOT NULL,
    session_id text NOT NULL,
    request_id text NOT NULL,                   -- the authorization request that brought them
    sealed     bytea NOT NULL,
    reason     text NOT NULL CHECK (reason IN ('confirmation', 'account')),
    ask_at     timestamptz,
    asked      int NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, session_id),
    FOREIGN KEY (tenant_id, session_id) REFERENCES connect_session ON DELETE CASCADE
);
CREATE INDEX waiting_grant_due ON waiting_grant (ask_at) WHERE ask_at IS NOT NULL;

-- The outbox: written with the change it tells of.
CREATE TABLE event (
    tenant_id  text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id         text NOT NULL,
    sequence   bigint GENERATED ALWAYS AS IDENTITY,
    type       text NOT NULL,
    subject    text NOT NULL,                   -- the id that orders it: a connection's, session's or profile's
    data       jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX event_newest ON event (tenant_id, created_at DESC, id DESC);

-- The id of a row that SQL writes by itself, as dev.lanyard.Ids makes them: a prefix and 26 characters of base32.
CREATE FUNCTION random_id(prefix text) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT prefix || translate(substr(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 1, 26), '0189', 'wxyz')
$$;

-- The last ten presentations, newest first.
CREATE FUNCTION with_entry(history jsonb, entry jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_agg(e ORDER BY n)
    FROM jsonb_array_elements(jsonb_build_array(entry || jsonb_build_object('at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) || history)
        WITH ORDINALITY AS x(e, n)
    WHERE n <= 10
$$;

-- What a connection shows (design §3), owned here: a switch beside the health, and the profile's trouble before its own.
CREATE VIEW connection_shown AS
SELECT c.*,
       CASE WHEN c.awaiting_confirmation THEN 'awaiting_confirmation'
            WHEN c.disabled THEN 'disabled'
            WHEN c.health = 'reconnect_required' THEN 'reconnect_required'
            WHEN p.credentials_status = 'rejected' THEN 'degraded'
            ELSE c.health END AS status,
       CASE WHEN c.health <> 'reconnect_required' AND p.credentials_status = 'rejected' THEN 'credentials_rejected'
            ELSE c.reason_code END AS shown_reason,
       CASE WHEN c.health <> 'reconnect_required' AND p.credentials_status = 'rejected' THEN p.credentials_detail
            ELSE c.reason_detail END AS shown_detail,
       CASE WHEN c.health <> 'reconnect_required' AND p.credentials_status = 'rejected' THEN p.credentials_checked_at
            ELSE c.reason_since END AS shown_since,
       p.permissions AS required,
       t.expires_at AS access_token_expires_at,
       t.refreshed_at AS last_refreshed_at
FROM connection c
JOIN connector_profile p ON p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id
JOIN token_set t ON t.tenant_id = c.tenant_id AND t.connection_id = c.id;
