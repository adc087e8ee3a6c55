-- How fast a profile may go after a 429, and which rows are due, by index alone. Safe while the previous version serves: the
-- columns are nullable and it never names them; what it inserts has no profile_id until its first turn of background work.
-- token_set is locked while the indexes are made: a second or two for a million rows.

-- docs/refresh.md, "Pace". paused_until (V1) ends the pause and starts the slow phase.
ALTER TABLE profile_pace
    ADD COLUMN ceiling    double precision,     -- token requests a second at which the last 429 came; null: none ever came
    ADD COLUMN slowed_at  timestamptz,          -- when the ceiling was last set
    ADD COLUMN pause      double precision,     -- seconds of the last pause
    ADD COLUMN slot_at    timestamptz;          -- in the slow phase: when the next request may start

-- The connection's profile, so that the due look-up can leave out profiles that have enough under way.
ALTER TABLE token_set ADD COLUMN profile_id text;

CREATE INDEX token_set_due_now ON token_set (due_at) INCLUDE (tenant_id, connection_id, profile_id)
    WHERE due_at IS NOT NULL;
CREATE INDEX token_set_outstanding_now ON token_set (due_at) INCLUDE (tenant_id, connection_id, profile_id)
    WHERE presented_at IS NOT NULL OR suspect;
DROP INDEX token_set_due;
DROP INDEX token_set_outstanding;
