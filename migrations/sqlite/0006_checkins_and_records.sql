-- What happened on the day, scan by scan, and the service that follows from it.
CREATE TABLE scan (
  id TEXT NOT NULL CONSTRAINT scan_pk PRIMARY KEY,
  activity TEXT NOT NULL CONSTRAINT scan_activity REFERENCES activity (id),
  signup TEXT NULL CONSTRAINT scan_signup REFERENCES signup (id),
  code TEXT NOT NULL,
  direction TEXT NOT NULL CONSTRAINT scan_direction CHECK (direction IN ('in', 'out')),
  outcome TEXT NOT NULL CONSTRAINT scan_outcome CHECK (outcome IN ('accepted', 'unknown', 'foreign', 'doubled', 'cancelled', 'waiting', 'not_in', 'outside_hours')),
  device TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  scanned_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  scanned_by TEXT NOT NULL
);
CREATE UNIQUE INDEX scan_once ON scan (device, sequence);
CREATE UNIQUE INDEX scan_accepted_once ON scan (signup, direction) WHERE outcome = 'accepted';
CREATE INDEX scan_by_activity ON scan (activity, at);

CREATE TABLE service_record (
  id TEXT NOT NULL CONSTRAINT record_pk PRIMARY KEY,
  person TEXT NOT NULL CONSTRAINT record_person REFERENCES person (id),
  activity TEXT NOT NULL CONSTRAINT record_activity REFERENCES activity (id),
  signup TEXT NOT NULL CONSTRAINT record_signup REFERENCES signup (id),
  organisation TEXT NOT NULL CONSTRAINT record_organisation REFERENCES organisation (id),
  day BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  uncapped_minutes BIGINT NOT NULL,
  status TEXT NOT NULL CONSTRAINT record_status CHECK (status IN ('pending', 'confirmed', 'voided')),
  decided_by TEXT NULL,
  decided_at BIGINT NULL,
  void_reason TEXT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT record_times CHECK (started_at < ended_at),
  CONSTRAINT record_minutes CHECK (minutes >= 0 AND minutes <= 480 AND minutes <= uncapped_minutes)
);
CREATE UNIQUE INDEX record_once ON service_record (signup) WHERE status <> 'voided';
CREATE INDEX record_by_person ON service_record (person, day);
CREATE INDEX record_by_activity ON service_record (activity, status);
CREATE INDEX record_by_organisation ON service_record (organisation, status, day);

-- Each record's minutes split among those who held the activity together; the parts add up to the whole.
CREATE TABLE record_credit (
  record TEXT NOT NULL CONSTRAINT credit_record REFERENCES service_record (id),
  organisation TEXT NOT NULL CONSTRAINT credit_organisation REFERENCES organisation (id),
  minutes BIGINT NOT NULL,
  CONSTRAINT credit_pk PRIMARY KEY (record, organisation),
  CONSTRAINT credit_minutes CHECK (minutes >= 0)
);
CREATE INDEX credit_by_organisation ON record_credit (organisation);
