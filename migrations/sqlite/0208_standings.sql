-- What a person says of themselves once, for every activity that asks for it: where they work or belong, of which line
-- they are a member, what they are qualified for. It counts until somebody who may look at it refuses it; what is said
-- again after a refusal (again = 1) counts only when it was looked at. What was taken back stays, with the day.
CREATE TABLE standing (
  id TEXT NOT NULL CONSTRAINT standing_pk PRIMARY KEY,
  person TEXT NOT NULL CONSTRAINT standing_person REFERENCES person (id),
  kind TEXT NOT NULL CONSTRAINT standing_kind CHECK (kind IN ('unit', 'line', 'qualification')),
  what TEXT NOT NULL,
  unit TEXT NULL CONSTRAINT standing_unit REFERENCES unit (id),
  organisation TEXT NULL CONSTRAINT standing_organisation REFERENCES organisation (id),
  expires_day BIGINT NULL,
  state TEXT NOT NULL CONSTRAINT standing_state CHECK (state IN ('stated', 'confirmed', 'refused')),
  again BIGINT NOT NULL DEFAULT 0 CONSTRAINT standing_again CHECK (again IN (0, 1)),
  stated_at BIGINT NOT NULL,
  decided_by TEXT NULL CONSTRAINT standing_decided_by REFERENCES person (id),
  decided_for TEXT NULL CONSTRAINT standing_decided_for REFERENCES organisation (id),
  decided_at BIGINT NULL,
  reason TEXT NULL,
  withdrawn_at BIGINT NULL,
  CONSTRAINT standing_of_unit CHECK ((kind = 'unit') = (unit IS NOT NULL) AND (unit IS NULL OR unit = what)),
  CONSTRAINT standing_of_line CHECK (organisation IS NULL OR kind = 'line'),
  CONSTRAINT standing_expires CHECK (expires_day IS NULL OR kind = 'qualification'),
  CONSTRAINT standing_decided CHECK ((state = 'stated') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_for IS NULL)),
  CONSTRAINT standing_refused CHECK ((state = 'refused') = (reason IS NOT NULL))
);
-- One thing is said once of one person.
CREATE UNIQUE INDEX standing_once ON standing (person, kind, what) WHERE withdrawn_at IS NULL;
CREATE INDEX standing_by_person ON standing (person, kind, what);
CREATE INDEX standing_by_unit ON standing (unit) WHERE unit IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX standing_by_organisation ON standing (organisation) WHERE organisation IS NOT NULL AND withdrawn_at IS NULL;

-- What an activity asks for of it, as JSON; nothing for most, so that signing up for them reads nothing more.
ALTER TABLE activity ADD COLUMN asks TEXT NULL;
