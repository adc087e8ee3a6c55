-- The one rotation of the operator's keys that is asked for. Its lock is what lets one replica at a time work at it.
CREATE TABLE vault_rotation (
    singleton    boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    vault_key_id text NOT NULL,                  -- the key to wrap with
    done_up_to   text NOT NULL DEFAULT '',       -- the last tenant whose data key was looked at
    requested_at timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz
);
