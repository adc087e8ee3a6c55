-- Lists of one provider's or one profile's connections, newest first: without these, what is rare or old was looked for among all of a
-- tenant's. Safe while the previous version serves. connection is locked while they are made: five seconds each for a million rows.
CREATE INDEX connection_by_provider ON connection (tenant_id, provider, created_at DESC, id DESC);
CREATE INDEX connection_by_profile ON connection (tenant_id, connector_profile_id, created_at DESC, id DESC);
