-- The sandbox, a stand-in for Bitbucket Cloud (LANYARD_SANDBOX). None of it is tenant data, and it refers to no table of Lanyard's own.
-- Codes and tokens are stored as SHA-256 only.

CREATE TABLE sandbox_consumer (
    client_id    text PRIMARY KEY,
    secret_hash  bytea NOT NULL,
    name         text NOT NULL,
    callback_url text,
    permissions  text[] NOT NULL,
    habits       jsonb NOT NULL DEFAULT '{}',
    locked_until timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);

-- Calls in the current second, for consumers with requests_per_second.
CREATE TABLE sandbox_rate (
    client_id text PRIMARY KEY REFERENCES sandbox_consumer ON DELETE CASCADE,
    second    bigint NOT NULL,
    calls     integer NOT NULL
);

-- remaining: how often it still fires; null = until switched off.
CREATE TABLE sandbox_fault (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id text NOT NULL REFERENCES sandbox_consumer ON DELETE CASCADE,
    kind      text NOT NULL,
    place     text NOT NULL,
    remaining integer CHECK (remaining >= 0),
    fired     integer NOT NULL DEFAULT 0,
    settings  jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX sandbox_fault_by_place ON sandbox_fault (client_id, place);

-- An authorization request whose consent page is open.
CREATE TABLE sandbox_consent (
    hash           bytea PRIMARY KEY,
    client_id      text NOT NULL REFERENCES sandbox_consumer ON DELETE CASCADE,
    redirect_uri   text,
    state          text,
    code_challenge text,
    created_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sandbox_code (
    hash           bytea PRIMARY KEY,
    client_id      text NOT NULL REFERENCES sandbox_consumer ON DELETE CASCADE,
    account        text NOT NULL,
    permissions    text[] NOT NULL,
    redirect_uri   text,
    code_challenge text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    used_at        timestamptz
);

-- issued: refresh tokens given out so far; the newest has this ordinal. dead_error: what a dead grant's tokens are told.
CREATE TABLE sandbox_grant (
    id          text PRIMARY KEY,
    client_id   text NOT NULL REFERENCES sandbox_consumer ON DELETE CASCADE,
    account     text NOT NULL,
    permissions text[] NOT NULL,
    issued      integer NOT NULL DEFAULT 0,
    dead_since  timestamptz,
    dead_error  text,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sandbox_grant_by_consumer ON sandbox_grant (client_id, created_at);

CREATE TABLE sandbox_refresh_token (
    hash      bytea PRIMARY KEY,
    grant_id  text NOT NULL REFERENCES sandbox_grant ON DELETE CASCADE,
    ordinal   integer NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at   timestamptz
);
CREATE INDEX sandbox_refresh_token_by_grant ON sandbox_refresh_token (grant_id);

CREATE TABLE sandbox_access_token (
    hash       bytea PRIMARY KEY,
    grant_id   text NOT NULL REFERENCES sandbox_grant ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sandbox_access_token_by_grant ON sandbox_access_token (grant_id);

-- Every time a code or a refresh token came in, whatever became of it.
CREATE TABLE sandbox_presentation (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    client_id  text NOT NULL REFERENCES sandbox_consumer ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('code', 'refresh_token')),
    token_hash bytea NOT NULL,
    grant_id   text,
    ordinal    integer,
    outcome    text NOT NULL CHECK (outcome IN ('accepted', 'accepted_again', 'refused', 'not_consumed')),
    answer     text NOT NULL
);
CREATE INDEX sandbox_presentation_by_consumer ON sandbox_presentation (client_id, id);
