-- The secret part of the address of a person's own calendar, as a hash.
CREATE TABLE calendar_key (
  person TEXT NOT NULL CONSTRAINT calendar_key_pk PRIMARY KEY CONSTRAINT calendar_key_person REFERENCES person (id),
  key_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX calendar_key_once ON calendar_key (key_hash);
