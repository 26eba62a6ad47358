-- Since when an activity asks for what it asks for: who signed up before never agreed to show it to the host.
ALTER TABLE activity ADD COLUMN asks_since BIGINT NULL;
UPDATE activity SET asks_since = updated_at WHERE asks IS NOT NULL;
