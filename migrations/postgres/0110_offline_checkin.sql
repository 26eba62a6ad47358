-- Check-in without a network: the phones that stand at the gates, what they bring afterwards, and what a person
-- decided about the scans that nobody could be let through by.
CREATE TABLE gate (
  id TEXT NOT NULL CONSTRAINT gate_pk PRIMARY KEY,
  organisation TEXT NOT NULL CONSTRAINT gate_organisation REFERENCES organisation (id),
  activity TEXT NULL CONSTRAINT gate_activity REFERENCES activity (id),
  name TEXT NOT NULL,
  direction TEXT NOT NULL CONSTRAINT gate_direction CHECK (direction IN ('in', 'out')),
  registered_by TEXT NOT NULL CONSTRAINT gate_registered_by REFERENCES person (id),
  registered_at BIGINT NOT NULL,
  claimed_by TEXT NULL CONSTRAINT gate_claimed_by REFERENCES person (id),
  claimed_at BIGINT NULL,
  seen_at BIGINT NULL,
  queued BIGINT NULL,
  ahead BIGINT NULL,
  revoked_by TEXT NULL CONSTRAINT gate_revoked_by REFERENCES person (id),
  revoked_at BIGINT NULL,
  CONSTRAINT gate_queued CHECK (queued IS NULL OR queued >= 0),
  CONSTRAINT gate_claim CHECK ((claimed_by IS NULL AND claimed_at IS NULL) OR (claimed_by IS NOT NULL AND claimed_at IS NOT NULL)),
  CONSTRAINT gate_revocation CHECK ((revoked_by IS NULL AND revoked_at IS NULL) OR (revoked_by IS NOT NULL AND revoked_at IS NOT NULL))
);
-- Two gates of one name could not be told apart at the door.
CREATE UNIQUE INDEX gate_name_once ON gate (organisation, (COALESCE(activity, '')), name) WHERE revoked_at IS NULL;
CREATE INDEX gate_by_activity ON gate (activity);

-- How a scan came to us; for those that were brought later, by which gate, when, what the device said at the door
-- and how far its clock could be trusted; why it was refused for what the sign-up was, whatever came before it;
-- and when it was last decided in the order of what happened rather than of what arrived.
ALTER TABLE scan ADD COLUMN source TEXT NOT NULL DEFAULT 'live' CONSTRAINT scan_source CHECK (source IN ('live', 'device', 'paper'));
ALTER TABLE scan ADD COLUMN gate TEXT NULL CONSTRAINT scan_gate REFERENCES gate (id);
ALTER TABLE scan ADD COLUMN received_at BIGINT NULL;
ALTER TABLE scan ADD COLUMN told TEXT NULL;
ALTER TABLE scan ADD COLUMN clock TEXT NOT NULL DEFAULT 'server' CONSTRAINT scan_clock CHECK (clock IN ('server', 'good', 'mended', 'doubtful'));
ALTER TABLE scan ADD COLUMN standing TEXT NULL;
ALTER TABLE scan ADD COLUMN decided_at BIGINT NULL;

-- A device's number is used once, whichever activity it stood at.
CREATE UNIQUE INDEX scan_of_gate_once ON scan (gate, sequence) WHERE gate IS NOT NULL;
-- Accepted ones are found by scan_accepted_once; a scan at a quiet door goes into no index more than before.
CREATE INDEX scan_refused_by_signup ON scan (signup) WHERE outcome <> 'accepted' AND signup IS NOT NULL;
CREATE INDEX scan_decided_later ON scan (activity, id) WHERE decided_at IS NOT NULL;

-- What a person decided about a scan; the last word counts, the events keep the earlier ones.
CREATE TABLE scan_settlement (
  scan TEXT NOT NULL CONSTRAINT settlement_pk PRIMARY KEY CONSTRAINT settlement_scan REFERENCES scan (id),
  verdict TEXT NOT NULL CONSTRAINT settlement_verdict CHECK (verdict IN ('counts', 'dismissed')),
  reason TEXT NOT NULL CONSTRAINT settlement_reason CHECK (LENGTH(reason) BETWEEN 1 AND 200),
  person TEXT NOT NULL CONSTRAINT settlement_person REFERENCES person (id),
  at BIGINT NOT NULL
);
