-- Workloads that call in a tenant's name by an OIDC token of their platform's, in place of an API key.
-- An identity says which tenant a workload belongs to: it is looked for by what the token says, before any tenant is known. That is
-- why this one unique key does not begin with the tenant; it also keeps two tenants from claiming one workload.
CREATE TABLE workload_identity (
    tenant_id    text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id           text NOT NULL,
    issuer       text NOT NULL,                 -- the token's iss, as it is written there
    audience     text NOT NULL,                 -- one of the token's aud
    subject      text NOT NULL,                 -- the token's sub
    scopes       text[] NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,                   -- to half a minute; null: never
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX workload_identity_newest ON workload_identity (tenant_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX workload_identity_workload ON workload_identity (issuer, subject, audience);

-- Which of a workload's tokens was presented: "jti …" or, where it has none, "kid …"; null for all other actors.
ALTER TABLE audit_log ADD COLUMN actor_token text;

-- Not validated: what is there met the narrower rule before, and reading all of the log would hold up its writers.
ALTER TABLE audit_log DROP CONSTRAINT audit_log_actor_type_check;
ALTER TABLE audit_log ADD CONSTRAINT audit_log_actor_type_check
    CHECK (actor_type IN ('api_key', 'workload_identity', 'operator', 'browser', 'lanyard')) NOT VALID;

-- As before for every entry without a token: chains that exist stay whole.
CREATE OR REPLACE FUNCTION audit_hash(former bytea, place bigint, e audit_log) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(former || convert_to(CASE WHEN e.actor_token IS NULL
        THEN json_build_array(place, e.tenant_id,
            to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.id, e.actor_type, e.actor_id, e.action,
            e.object_type, e.object_id, e.outcome, e.address, e.detail, e.count)
        ELSE json_build_array(place, e.tenant_id,
            to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.id, e.actor_type, e.actor_id, e.action,
            e.object_type, e.object_id, e.outcome, e.address, e.detail, e.count, e.actor_token)
        END::text, 'UTF8'))
$$;
