-- What the consoles show. Safe while the previous version serves: it names none of this.

ALTER TABLE api_key ADD COLUMN last_used_at timestamptz;   -- to half a minute; null: not since this column is there
