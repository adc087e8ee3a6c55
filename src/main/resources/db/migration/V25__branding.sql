-- How the connect pages of a profile's sessions look; null: as the operator says. The previous version neither reads nor writes it.
ALTER TABLE connector_profile
    ADD COLUMN brand_logo        text,      -- a profile_logo's id
    ADD COLUMN brand_color       text,      -- #rrggbb
    ADD COLUMN brand_intro       text,
    ADD COLUMN brand_support_url text;

-- Apart from the profiles, so that no list of these reads an image. What stands under an id never changes: it may be cached for good.
CREATE TABLE profile_logo (
    tenant_id            text NOT NULL,
    id                   text NOT NULL,     -- names the tenant, before 130 random bits
    connector_profile_id text NOT NULL,
    media_type           text NOT NULL,
    image                bytea NOT NULL CHECK (octet_length(image) <= 32768),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connector_profile_id) REFERENCES connector_profile (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX profile_logo_profile ON profile_logo (tenant_id, connector_profile_id);
