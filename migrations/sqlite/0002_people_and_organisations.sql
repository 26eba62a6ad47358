-- Areas, people, organisations and the posts that permissions come from.
-- Dates are day numbers (days since 1970-01-01); a row that still holds ends on 9999-12-31 (2932896).
CREATE TABLE area (
  id TEXT NOT NULL CONSTRAINT area_pk PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  level TEXT NOT NULL CONSTRAINT area_level CHECK (level IN ('county', 'town', 'village')),
  parent TEXT NULL CONSTRAINT area_parent REFERENCES area (id),
  town TEXT NULL CONSTRAINT area_town REFERENCES area (id),
  x DOUBLE PRECISION NOT NULL,
  y DOUBLE PRECISION NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL DEFAULT 2932896,
  CONSTRAINT area_period CHECK (valid_from < valid_to)
);
CREATE UNIQUE INDEX area_code_once ON area (code, valid_from);
CREATE INDEX area_by_parent ON area (parent, code);
CREATE INDEX area_by_key ON area (name_key);

CREATE TABLE person (
  id TEXT NOT NULL CONSTRAINT person_pk PRIMARY KEY,
  name_sealed BYTEA NOT NULL,
  name_blind TEXT NOT NULL,
  name_masked TEXT NOT NULL,
  phone_sealed BYTEA NULL,
  phone_blind TEXT NULL,
  phone_masked TEXT NULL,
  idno_sealed BYTEA NULL,
  idno_blind TEXT NULL,
  birth_day BIGINT NULL,
  female BIGINT NULL,
  area TEXT NULL CONSTRAINT person_area REFERENCES area (id),
  unit TEXT NULL,
  volunteer_number TEXT NULL,
  guardian TEXT NULL CONSTRAINT person_guardian REFERENCES person (id),
  consented_at BIGINT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT person_not_own_guardian CHECK (guardian IS NULL OR guardian <> id)
);
CREATE UNIQUE INDEX person_phone_once ON person (phone_blind) WHERE phone_blind IS NOT NULL;
CREATE UNIQUE INDEX person_idno_once ON person (idno_blind) WHERE idno_blind IS NOT NULL;
CREATE UNIQUE INDEX person_number_once ON person (volunteer_number) WHERE volunteer_number IS NOT NULL;
CREATE INDEX person_by_guardian ON person (guardian) WHERE guardian IS NOT NULL;
CREATE INDEX person_by_name ON person (name_blind);

CREATE TABLE organisation (
  id TEXT NOT NULL CONSTRAINT organisation_pk PRIMARY KEY,
  line TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT organisation_kind CHECK (kind IN ('office', 'federation', 'committee', 'branch', 'joint', 'industry', 'station')),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  parent TEXT NULL CONSTRAINT organisation_parent REFERENCES organisation (id),
  area TEXT NOT NULL CONSTRAINT organisation_area REFERENCES area (id),
  unit TEXT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL DEFAULT 2932896,
  created_at BIGINT NOT NULL,
  CONSTRAINT organisation_period CHECK (valid_from < valid_to),
  CONSTRAINT organisation_not_own_parent CHECK (parent IS NULL OR parent <> id)
);
CREATE UNIQUE INDEX organisation_name_once ON organisation (line, area, name_key, valid_from);
CREATE INDEX organisation_by_parent ON organisation (parent);
CREATE INDEX organisation_by_area ON organisation (area, line);
CREATE INDEX organisation_by_unit ON organisation (unit) WHERE unit IS NOT NULL;

-- Every organisation with each of its ancestors, itself included at depth 0.
CREATE TABLE organisation_closure (
  ancestor TEXT NOT NULL CONSTRAINT closure_ancestor REFERENCES organisation (id),
  descendant TEXT NOT NULL CONSTRAINT closure_descendant REFERENCES organisation (id),
  depth BIGINT NOT NULL,
  CONSTRAINT closure_pk PRIMARY KEY (ancestor, descendant)
);
CREATE INDEX closure_by_descendant ON organisation_closure (descendant, ancestor);

CREATE TABLE posting (
  id TEXT NOT NULL CONSTRAINT posting_pk PRIMARY KEY,
  person TEXT NOT NULL CONSTRAINT posting_person REFERENCES person (id),
  organisation TEXT NOT NULL CONSTRAINT posting_organisation REFERENCES organisation (id),
  title TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT posting_kind CHECK (kind IN ('full_time', 'part_time', 'seconded', 'rotating', 'community_worker', 'core_member', 'volunteer')),
  role TEXT NOT NULL CONSTRAINT posting_role CHECK (role IN ('county', 'officer', 'steward', 'reader')),
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL DEFAULT 2932896,
  CONSTRAINT posting_period CHECK (valid_from < valid_to)
);
CREATE UNIQUE INDEX posting_once ON posting (person, organisation, title, valid_from);
CREATE INDEX posting_by_organisation ON posting (organisation, valid_to);

CREATE TABLE account (
  person TEXT NOT NULL CONSTRAINT account_pk PRIMARY KEY CONSTRAINT account_person REFERENCES person (id),
  password_hash TEXT NULL,
  created_at BIGINT NOT NULL,
  signed_in_at BIGINT NULL
);
CREATE TABLE session (
  id TEXT NOT NULL CONSTRAINT session_pk PRIMARY KEY,
  token_hash TEXT NOT NULL,
  person TEXT NOT NULL CONSTRAINT session_person REFERENCES person (id),
  device TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT NULL
);
CREATE UNIQUE INDEX session_token_once ON session (token_hash);
CREATE INDEX session_by_person ON session (person, expires_at);
CREATE TABLE token (
  id TEXT NOT NULL CONSTRAINT token_pk PRIMARY KEY,
  token_hash TEXT NOT NULL,
  person TEXT NOT NULL CONSTRAINT token_person REFERENCES person (id),
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NULL,
  revoked_at BIGINT NULL
);
CREATE UNIQUE INDEX token_hash_once ON token (token_hash);
CREATE INDEX token_by_person ON token (person);
-- A code sent (or, where no gateway is configured, shown) to prove that a phone is at hand.
CREATE TABLE phone_code (
  phone_blind TEXT NOT NULL CONSTRAINT phone_code_pk PRIMARY KEY,
  code_hash TEXT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE TABLE throttle (
  bucket TEXT NOT NULL CONSTRAINT throttle_pk PRIMARY KEY,
  started_at BIGINT NOT NULL,
  used BIGINT NOT NULL
);
-- Who looked at whose protected field, and why.
CREATE TABLE unmasking (
  id TEXT NOT NULL CONSTRAINT unmasking_pk PRIMARY KEY,
  viewer TEXT NOT NULL CONSTRAINT unmasking_viewer REFERENCES person (id),
  person TEXT NOT NULL CONSTRAINT unmasking_person REFERENCES person (id),
  organisation TEXT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX unmasking_by_person ON unmasking (person, at);
CREATE TABLE draft (
  person TEXT NOT NULL CONSTRAINT draft_person REFERENCES person (id),
  form TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT draft_pk PRIMARY KEY (person, form)
);
CREATE TABLE idempotency (
  person TEXT NOT NULL,
  request_key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status BIGINT NULL,
  body TEXT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT idempotency_pk PRIMARY KEY (person, request_key)
);
CREATE INDEX idempotency_by_age ON idempotency (at);
CREATE TABLE stored_file (
  hash TEXT NOT NULL CONSTRAINT stored_file_pk PRIMARY KEY,
  size BIGINT NOT NULL,
  media_type TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE notice (
  id TEXT NOT NULL CONSTRAINT notice_pk PRIMARY KEY,
  person TEXT NOT NULL CONSTRAINT notice_person REFERENCES person (id),
  message TEXT NOT NULL,
  args TEXT NOT NULL,
  link TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT NULL
);
CREATE INDEX notice_by_person ON notice (person, created_at);
CREATE TABLE setting (
  name TEXT NOT NULL CONSTRAINT setting_pk PRIMARY KEY,
  value TEXT NOT NULL,
  at BIGINT NOT NULL
);
-- Totals by organisation and month. Slots spread the writers; a total is the sum of its slots.
CREATE TABLE rollup (
  organisation TEXT NOT NULL,
  month BIGINT NOT NULL,
  measure TEXT NOT NULL,
  slot BIGINT NOT NULL,
  value BIGINT NOT NULL,
  CONSTRAINT rollup_pk PRIMARY KEY (organisation, month, measure, slot)
);
