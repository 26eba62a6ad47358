-- What is to be covered, by whom it is, and what follows from both.
CREATE TABLE unit (
  id TEXT NOT NULL CONSTRAINT unit_pk PRIMARY KEY,
  kind TEXT NOT NULL CONSTRAINT unit_kind CHECK (kind IN ('village', 'community', 'enterprise', 'park', 'featured_town', 'building', 'market', 'school', 'settlement', 'new_employment')),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  area TEXT NOT NULL CONSTRAINT unit_area REFERENCES area (id),
  uscc TEXT NULL,
  uscc_reason TEXT NULL,
  contact_sealed BYTEA NULL,
  phone_sealed BYTEA NULL,
  founded BIGINT NULL,
  x DOUBLE PRECISION NOT NULL,
  y DOUBLE PRECISION NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL DEFAULT 2932896,
  batch TEXT NULL,
  CONSTRAINT unit_period CHECK (valid_from < valid_to)
);
CREATE UNIQUE INDEX unit_uscc_once ON unit (uscc) WHERE uscc IS NOT NULL;
CREATE UNIQUE INDEX unit_name_once ON unit (area, name_key, kind);
CREATE INDEX unit_by_name ON unit (name_key);

-- Headcounts change; each row holds from a day until the next one.
CREATE TABLE unit_state (
  unit TEXT NOT NULL CONSTRAINT unit_state_unit REFERENCES unit (id),
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL DEFAULT 2932896,
  headcount BIGINT NOT NULL,
  women BIGINT NOT NULL,
  youth BIGINT NOT NULL,
  scitech BIGINT NOT NULL,
  party BIGINT NOT NULL,
  CONSTRAINT unit_state_pk PRIMARY KEY (unit, valid_from),
  CONSTRAINT unit_state_counts CHECK (headcount >= 0 AND women >= 0 AND youth >= 0 AND scitech >= 0 AND women <= headcount AND youth <= headcount AND scitech <= headcount),
  CONSTRAINT unit_state_period CHECK (valid_from < valid_to)
);

-- Which organisation covers which unit: its own, or one that several share.
CREATE TABLE organisation_unit (
  organisation TEXT NOT NULL CONSTRAINT covers_organisation REFERENCES organisation (id),
  unit TEXT NOT NULL CONSTRAINT covers_unit REFERENCES unit (id),
  way TEXT NOT NULL CONSTRAINT covers_way CHECK (way IN ('own', 'joint', 'industry', 'organiser')),
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL DEFAULT 2932896,
  CONSTRAINT covers_pk PRIMARY KEY (organisation, unit, valid_from),
  CONSTRAINT covers_period CHECK (valid_from < valid_to)
);
CREATE INDEX covers_by_unit ON organisation_unit (unit);

-- Derived: what a unit's coverage by a line is over time. Never edited; computed from the facts.
CREATE TABLE coverage_span (
  unit TEXT NOT NULL CONSTRAINT span_unit REFERENCES unit (id),
  line TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT NOT NULL,
  status TEXT NOT NULL CONSTRAINT span_status CHECK (status IN ('not_due', 'built', 'joint', 'shell', 'gap')),
  people BIGINT NOT NULL,
  area TEXT NOT NULL,
  town TEXT NOT NULL,
  kind TEXT NOT NULL,
  organisation TEXT NULL,
  reason TEXT NOT NULL,
  CONSTRAINT span_pk PRIMARY KEY (unit, line, valid_from)
);
CREATE INDEX span_by_status ON coverage_span (status, people, valid_from, valid_to);
CREATE INDEX span_by_area ON coverage_span (area, line, status);
-- Changes of the totals by day: a total as of a date is the sum up to it.
CREATE TABLE coverage_delta (
  area TEXT NOT NULL,
  town TEXT NOT NULL,
  line TEXT NOT NULL,
  status TEXT NOT NULL,
  day BIGINT NOT NULL,
  units BIGINT NOT NULL,
  people BIGINT NOT NULL,
  CONSTRAINT coverage_delta_pk PRIMARY KEY (area, line, status, day)
);
-- A gap handed to somebody to close.
CREATE TABLE gap_task (
  id TEXT NOT NULL CONSTRAINT gap_task_pk PRIMARY KEY,
  unit TEXT NOT NULL CONSTRAINT gap_task_unit REFERENCES unit (id),
  line TEXT NOT NULL,
  organisation TEXT NOT NULL CONSTRAINT gap_task_organisation REFERENCES organisation (id),
  due_day BIGINT NOT NULL,
  note TEXT NOT NULL,
  status TEXT NOT NULL CONSTRAINT gap_task_status CHECK (status IN ('open', 'done', 'dropped')),
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  ended_at BIGINT NULL
);
CREATE UNIQUE INDEX gap_task_once ON gap_task (unit, line) WHERE status = 'open';
CREATE INDEX gap_task_by_organisation ON gap_task (organisation, status, due_day);

CREATE TABLE import_batch (
  id TEXT NOT NULL CONSTRAINT import_batch_pk PRIMARY KEY,
  subject TEXT NOT NULL,
  organisation TEXT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  status TEXT NOT NULL CONSTRAINT import_batch_status CHECK (status IN ('preview', 'applied', 'discarded')),
  good BIGINT NOT NULL,
  bad BIGINT NOT NULL,
  same BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  applied_at BIGINT NULL
);
CREATE INDEX import_batch_by_organisation ON import_batch (organisation, created_at);
CREATE TABLE import_row (
  batch TEXT NOT NULL CONSTRAINT import_row_batch REFERENCES import_batch (id),
  row_number BIGINT NOT NULL,
  verdict TEXT NOT NULL CONSTRAINT import_row_verdict CHECK (verdict IN ('new', 'changed', 'same', 'bad')),
  cells TEXT NOT NULL,
  problems TEXT NOT NULL,
  subject TEXT NULL,
  CONSTRAINT import_row_pk PRIMARY KEY (batch, row_number)
);
