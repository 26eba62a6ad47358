-- A place that is handed on: whoever has the address may take it, once.
CREATE TABLE handed_on (
  signup TEXT NOT NULL CONSTRAINT handed_on_pk PRIMARY KEY CONSTRAINT handed_on_signup REFERENCES signup (id),
  key_hash TEXT NULL CONSTRAINT handed_on_key_once UNIQUE,
  made_at BIGINT NOT NULL,
  taken_by TEXT NULL CONSTRAINT handed_on_taken_by REFERENCES signup (id),
  CONSTRAINT handed_on_taken_once UNIQUE (taken_by),
  CONSTRAINT handed_on_to_another CHECK (taken_by IS NULL OR taken_by <> signup),
  CONSTRAINT handed_on_key CHECK (taken_by IS NULL OR key_hash IS NULL)
);
