-- One space holds one published activity at a time, whatever the load. Each space has its own stretch of one
-- long line (its id, then the time), so that the ranges' own operators do, without an extension. Times after
-- 1970 have no sign, so that they sort as text once they are equally long.
CREATE TYPE space_time AS RANGE (subtype = text, collation = "C");
ALTER TABLE activity ADD CONSTRAINT activity_space_taken EXCLUDE USING gist (
  space_time(space || lpad(CAST(starts_at AS TEXT), 16, '0'), space || lpad(CAST(ends_at AS TEXT), 16, '0')) WITH &&
) WHERE (status = 'published' AND space IS NOT NULL);

-- What an activity was planned to be, version by version: who changed what, and what two officers who change it
-- at the same time both started from.
CREATE TABLE activity_revision (
  activity TEXT NOT NULL CONSTRAINT revision_activity REFERENCES activity (id),
  version BIGINT NOT NULL,
  act TEXT NOT NULL CONSTRAINT revision_act CHECK (act IN ('created', 'updated', 'published', 'cancelled', 'joined')),
  plan TEXT NOT NULL,
  person TEXT NULL CONSTRAINT revision_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT revision_pk PRIMARY KEY (activity, version)
);
