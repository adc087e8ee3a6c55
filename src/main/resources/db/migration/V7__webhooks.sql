-- Where a tenant is told of its events, and what was told to whom.
CREATE TABLE webhook (
    tenant_id  text NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id         text NOT NULL,
    url        text NOT NULL,
    events     text[] NOT NULL DEFAULT '{}',    -- the types it listens to; none: all
    secret     bytea NOT NULL,
    status     text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);

CREATE TABLE webhook_delivery (
    tenant_id       text NOT NULL,
    webhook_id      text NOT NULL,
    event_id        text NOT NULL,
    position        bigint GENERATED ALWAYS AS IDENTITY,
    subject         text NOT NULL,              -- its event's: what is delivered in order
    status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts        int NOT NULL DEFAULT 0,
    due_at          timestamptz NOT NULL DEFAULT now(),
    lease_holder    text,
    lease_until     timestamptz,
    first_due_at    timestamptz NOT NULL DEFAULT now(),     -- since when it is tried: for 3 days
    last_attempt_at timestamptz,
    delivered_at    timestamptz,
    response_status int,                        -- of the last attempt; null: no answer came
    error           text,                       -- of the last attempt; null: none
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, webhook_id, event_id),
    FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhook ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, event_id) REFERENCES event ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (tenant_id, webhook_id, due_at) WHERE status = 'pending';
CREATE INDEX webhook_delivery_oldest ON webhook_delivery (first_due_at) WHERE status = 'pending';
CREATE INDEX webhook_delivery_in_order ON webhook_delivery (tenant_id, webhook_id, subject, position) WHERE status = 'pending';
CREATE INDEX webhook_delivery_newest ON webhook_delivery (tenant_id, webhook_id, created_at DESC, event_id DESC);
CREATE INDEX webhook_delivery_by_event ON webhook_delivery (tenant_id, event_id);

-- A delivery is written with its event, whatever statement writes it: one for each active webhook that listens to its type, in the
-- same transaction and without a round trip. So events of the previous version, which knows no webhooks, are delivered as well.
-- A webhook that is just being deleted is waited for: it must not fail the change that the event tells of.
CREATE FUNCTION deliver_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_delivery (tenant_id, webhook_id, event_id, subject)
    SELECT tenant_id, id, NEW.id, NEW.subject FROM webhook
    WHERE tenant_id = NEW.tenant_id AND status = 'active' AND (events = '{}' OR NEW.type = ANY (events))
    FOR KEY SHARE;
    RETURN NULL;
END $$;
CREATE TRIGGER deliver_event AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION deliver_event();
