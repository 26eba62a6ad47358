-- One space holds one published activity at a time, whatever the load. On PostgreSQL this is an exclusion
-- constraint; SQLite has one writer, so that what a trigger sees is what there is.
CREATE TRIGGER activity_space_taken_insert BEFORE INSERT ON activity
WHEN NEW.status = 'published' AND NEW.space IS NOT NULL AND EXISTS (
  SELECT 1 FROM activity a WHERE a.space = NEW.space AND a.status = 'published' AND a.id <> NEW.id
    AND a.starts_at < NEW.ends_at AND NEW.starts_at < a.ends_at)
BEGIN SELECT RAISE(ABORT, 'constraint:activity_space_taken'); END;
CREATE TRIGGER activity_space_taken_update BEFORE UPDATE OF status, space, starts_at, ends_at ON activity
WHEN NEW.status = 'published' AND NEW.space IS NOT NULL AND EXISTS (
  SELECT 1 FROM activity a WHERE a.space = NEW.space AND a.status = 'published' AND a.id <> NEW.id
    AND a.starts_at < NEW.ends_at AND NEW.starts_at < a.ends_at)
BEGIN SELECT RAISE(ABORT, 'constraint:activity_space_taken'); END;

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
