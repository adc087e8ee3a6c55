-- Origins whose pages may frame the connect pages of a profile's sessions; none: nobody may.
-- The previous version neither reads nor writes it.
ALTER TABLE connector_profile ADD COLUMN frame_ancestors text[] NOT NULL DEFAULT '{}';
