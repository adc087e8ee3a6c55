-- Origins whose pages may frame the connect pages of a profile's sessions; none: nobody may.
-- The previous version neither reads nor writes it.
ALTER TABLE connector_profile ADD COLUMN frame_ancestors text[] NOT NULL DEFAULT '{}';

-- How many sessions of a tenant wait for their end user: asked for each new one.
CREATE INDEX connect_session_pending ON connect_session (tenant_id, expires_at) WHERE status = 'pending';
