-- How a revocation ended is told by what became of all its tokens, whichever round they were revoked in: a token that is revoked leaves
-- its column. Safe while the previous version serves, which writes no true: as false, only how such a row ended is told by its last round.
ALTER TABLE revocation ADD COLUMN revoked boolean NOT NULL DEFAULT false; -- a token of it was

-- What a profile's limit puts off, soonest first. revocation is locked while it is made: it holds what a day deletes at most.
CREATE INDEX revocation_of_profile ON revocation (tenant_id, profile_id, next_at);
