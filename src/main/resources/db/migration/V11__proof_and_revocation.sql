-- docs/refresh.md, rules 18 and 19, and what is to be revoked. Safe while the previous version serves: it names none of the new
-- columns, and none of them is needed by it.

-- Rejected, but not by an answer about the client: its connections may still prove that it works.
ALTER TABLE connector_profile ADD COLUMN credentials_suspected boolean NOT NULL DEFAULT false;

ALTER TABLE profile_pace
    ADD COLUMN secret_tried_at timestamptz,             -- when a secret wrong on purpose was tried last
    ADD COLUMN secret_matters  boolean,                 -- whether the answer to a made-up code depended on it; null: not known
    ADD COLUMN refused_at      timestamptz,             -- last refusal of a grant
    ADD COLUMN succeeded_at    timestamptz,             -- first refresh that succeeded after it
    ADD COLUMN refusals        jsonb NOT NULL DEFAULT '[]';     -- grants refused within a minute, none having succeeded since

-- The verdict on held_version waits: a refusal in a burst is no proof.
ALTER TABLE token_set
    ADD COLUMN held_at      timestamptz,
    ADD COLUMN held_version bigint,
    ADD COLUMN revived_at   timestamptz;                -- when somebody last had a dead grant's token presented once more
CREATE INDEX token_set_held ON token_set (tenant_id, profile_id) WHERE held_at IS NOT NULL;

-- The refusals that count together with this one, which comes last: at most 100, each grant once.
CREATE FUNCTION with_refusal(refusals jsonb, grant_id text, succeeded timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(e ORDER BY n), '[]') || jsonb_build_array(jsonb_build_object('id', grant_id, 'at', now()))
    FROM (SELECT e, n FROM jsonb_array_elements(refusals) WITH ORDINALITY AS x(e, n)
          WHERE e ->> 'id' <> grant_id AND (e ->> 'at')::timestamptz > now() - interval '1 minute'
            AND (succeeded IS NULL OR (e ->> 'at')::timestamptz > succeeded)
          ORDER BY n DESC LIMIT 99) AS recent
$$;

-- What was refused "as a client" was refused with the former secret: a new one begins anew.
CREATE FUNCTION forget_suspicions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE token_set t SET suspect = false, due_at = now()
    FROM connection c
    WHERE c.tenant_id = NEW.tenant_id AND c.connector_profile_id = NEW.id
      AND t.tenant_id = c.tenant_id AND t.connection_id = c.id AND t.suspect;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_suspicions AFTER UPDATE OF client_secret ON connector_profile FOR EACH ROW
WHEN (NEW.client_secret <> OLD.client_secret)
EXECUTE FUNCTION forget_suspicions();

-- Tokens that nobody needs any more, until the provider has been told or a day has passed.
CREATE TABLE revocation (
    tenant_id     text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id            text NOT NULL DEFAULT random_id('rev_'),
    profile_id    text NOT NULL,                -- no foreign key: a profile may go first
    account_id    text,                         -- null: not known whose they are
    sealed_for    text NOT NULL,                -- the id that the tokens are sealed with
    refresh_token bytea,                        -- sealed; null: none, or revoked
    access_token  bytea,
    told          jsonb,                        -- the data of the event that tells the end; null: none
    attempts      int NOT NULL DEFAULT 0,
    next_at       timestamptz NOT NULL DEFAULT now(),
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX revocation_due ON revocation (next_at);
CREATE INDEX connection_by_account ON connection (tenant_id, connector_profile_id, account_id);
