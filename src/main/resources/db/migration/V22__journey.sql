-- What is told of a journey: its steps in order, who came back, and whether it goes on in a popup.

-- The steps of a connect session. At most 200 for each (SessionTimeline); they go with their session.
CREATE TABLE connect_session_step (
    tenant_id  text NOT NULL,
    session_id text NOT NULL,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    step       text NOT NULL,
    outcome    text NOT NULL CHECK (outcome IN ('succeeded', 'waiting', 'refused', 'failed')),
    detail     text,
    PRIMARY KEY (tenant_id, session_id, id),
    FOREIGN KEY (tenant_id, session_id) REFERENCES connect_session ON DELETE CASCADE
);

ALTER TABLE authorization_request ADD COLUMN account text;                        -- who came back, for people; null: not known
ALTER TABLE authorization_request ADD COLUMN popup boolean NOT NULL DEFAULT false; -- lanyard.js opened it: its end closes the window
