-- A tenant's sessions, newest first: the console's list and the counts of a day read all that the tenant had. Safe while the previous
-- version serves. connect_session is locked while it is made: a second or two for a million rows.
CREATE INDEX connect_session_newest ON connect_session (tenant_id, created_at DESC, id DESC);
