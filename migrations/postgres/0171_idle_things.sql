-- Things that are lent by themselves can lie idle, too, wherever they are kept.
CREATE TABLE idle_alarm_before AS SELECT * FROM idle_alarm;
DROP TABLE idle_alarm;
CREATE TABLE idle_alarm (
  id TEXT NOT NULL CONSTRAINT idle_alarm_pk PRIMARY KEY,
  space TEXT NULL CONSTRAINT idle_alarm_space REFERENCES space (id),
  thing TEXT NULL CONSTRAINT idle_alarm_thing REFERENCES thing (id),
  organisation TEXT NOT NULL CONSTRAINT idle_alarm_organisation REFERENCES organisation (id),
  unused_since BIGINT NOT NULL,
  rang_at BIGINT NOT NULL,
  answer TEXT NULL CONSTRAINT idle_alarm_answer CHECK (answer IN ('open', 'lend', 'retire', 'keep', 'used')),
  reason TEXT NOT NULL DEFAULT '',
  person TEXT NULL CONSTRAINT idle_alarm_person REFERENCES person (id),
  answered_at BIGINT NULL,
  quiet_until BIGINT NULL,
  CONSTRAINT idle_alarm_of CHECK ((space IS NULL) <> (thing IS NULL)),
  CONSTRAINT idle_alarm_answered CHECK ((answer IS NULL) = (answered_at IS NULL))
);
INSERT INTO idle_alarm (id, space, thing, organisation, unused_since, rang_at, answer, reason, person, answered_at, quiet_until)
  SELECT id, space, equipment, organisation, unused_since, rang_at, answer, reason, person, answered_at, quiet_until
  FROM idle_alarm_before;
DROP TABLE idle_alarm_before;
CREATE UNIQUE INDEX idle_alarm_space_once ON idle_alarm (space) WHERE answer IS NULL AND space IS NOT NULL;
CREATE UNIQUE INDEX idle_alarm_thing_once ON idle_alarm (thing) WHERE answer IS NULL AND thing IS NOT NULL;
CREATE INDEX idle_alarm_by_organisation ON idle_alarm (organisation, answer);
CREATE INDEX idle_alarm_by_space ON idle_alarm (space, quiet_until) WHERE space IS NOT NULL;
CREATE INDEX idle_alarm_by_thing ON idle_alarm (thing, quiet_until) WHERE thing IS NOT NULL;
