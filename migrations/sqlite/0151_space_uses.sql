-- What really happens in a room: somebody opens it and closes it again, and says once how many came. Who came to an
-- activity is counted from its scans instead, whichever is known first, so that nobody is counted twice.
ALTER TABLE space ADD COLUMN idle_days BIGINT NOT NULL DEFAULT 30 CONSTRAINT space_idle_days CHECK (idle_days BETWEEN 0 AND 3650);
CREATE TABLE space_use (
  id TEXT NOT NULL CONSTRAINT space_use_pk PRIMARY KEY,
  space TEXT NOT NULL CONSTRAINT space_use_space REFERENCES space (id),
  booking TEXT NULL CONSTRAINT space_use_booking REFERENCES booking (id),
  organisation TEXT NOT NULL CONSTRAINT space_use_organisation REFERENCES organisation (id),
  opened_at BIGINT NOT NULL,
  opened_by TEXT NULL CONSTRAINT space_use_opened_by REFERENCES person (id),
  closed_at BIGINT NULL,
  closed_by TEXT NULL CONSTRAINT space_use_closed_by REFERENCES person (id),
  people BIGINT NULL CONSTRAINT space_use_people CHECK (people BETWEEN 0 AND 100000),
  note TEXT NOT NULL DEFAULT '',
  CONSTRAINT space_use_span CHECK (closed_at IS NULL OR opened_at <= closed_at),
  CONSTRAINT space_use_counted CHECK (people IS NULL OR closed_at IS NOT NULL)
);
CREATE UNIQUE INDEX space_use_open ON space_use (space) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX space_use_booking_once ON space_use (booking) WHERE booking IS NOT NULL;
CREATE INDEX space_use_by_space ON space_use (space, opened_at);
-- All that was used: what was opened at the door, what its bookers said that they are there for, and activities to
-- which somebody was scanned in. Each booking once; an activity whose booking was made anew after its door was opened
-- stays that one use.
CREATE VIEW space_used AS
SELECT u.id AS id, u.space AS space, u.booking AS booking, u.organisation AS organisation, u.opened_at AS used_from,
       u.closed_at AS used_until, u.people AS typed, CAST(1 AS BIGINT) AS at_door
FROM space_use u
UNION ALL
SELECT b.id, b.space, b.id, b.organisation,
       CASE WHEN b.opened_at > b.starts_at THEN b.opened_at ELSE b.starts_at END, b.ends_at, CAST(NULL AS BIGINT), CAST(0 AS BIGINT)
FROM booking b
WHERE b.status = 'held'
  AND NOT EXISTS (SELECT 1 FROM space_use u JOIN booking o ON o.id = u.booking
                  WHERE u.space = b.space AND (o.id = b.id OR o.activity = b.activity))
  AND (b.opened_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM scan c WHERE c.activity = b.activity AND c.direction = 'in' AND c.outcome = 'accepted'));
-- A room, or a kind of equipment, that nobody used for so long that its keeper was asked what is to become of it.
CREATE TABLE idle_alarm (
  id TEXT NOT NULL CONSTRAINT idle_alarm_pk PRIMARY KEY,
  space TEXT NULL CONSTRAINT idle_alarm_space REFERENCES space (id),
  equipment TEXT NULL CONSTRAINT idle_alarm_equipment REFERENCES equipment (id),
  organisation TEXT NOT NULL CONSTRAINT idle_alarm_organisation REFERENCES organisation (id),
  unused_since BIGINT NOT NULL,
  rang_at BIGINT NOT NULL,
  answer TEXT NULL CONSTRAINT idle_alarm_answer CHECK (answer IN ('open', 'lend', 'retire', 'keep', 'used')),
  reason TEXT NOT NULL DEFAULT '',
  person TEXT NULL CONSTRAINT idle_alarm_person REFERENCES person (id),
  answered_at BIGINT NULL,
  quiet_until BIGINT NULL,
  CONSTRAINT idle_alarm_of CHECK ((space IS NULL) <> (equipment IS NULL)),
  CONSTRAINT idle_alarm_answered CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE UNIQUE INDEX idle_alarm_space_once ON idle_alarm (space) WHERE answer IS NULL AND space IS NOT NULL;
CREATE UNIQUE INDEX idle_alarm_equipment_once ON idle_alarm (equipment) WHERE answer IS NULL AND equipment IS NOT NULL;
CREATE INDEX idle_alarm_by_organisation ON idle_alarm (organisation, answer);
CREATE INDEX idle_alarm_by_space ON idle_alarm (space, quiet_until) WHERE space IS NOT NULL;
CREATE INDEX idle_alarm_by_equipment ON idle_alarm (equipment, quiet_until) WHERE equipment IS NOT NULL;
