-- A room is held for a time: by a body for its own use, or with an activity, which is then named. What is held
-- includes the time to set up and to clean. Opening hours by the week, but for days of their own.
ALTER TABLE space ADD COLUMN setup_minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE space ADD COLUMN cleanup_minutes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE space ADD COLUMN open_to TEXT NOT NULL DEFAULT 'lines' CONSTRAINT space_open_to CHECK (open_to IN ('keeper', 'lines'));
ALTER TABLE space ADD COLUMN asks BIGINT NOT NULL DEFAULT 0;
ALTER TABLE space ADD COLUMN notice_hours BIGINT NOT NULL DEFAULT 0;
ALTER TABLE space ADD COLUMN ahead_days BIGINT NOT NULL DEFAULT 180;
ALTER TABLE space ADD COLUMN official_days BIGINT NOT NULL DEFAULT 0;
CREATE TABLE space_hours (
  space TEXT NOT NULL CONSTRAINT space_hours_space REFERENCES space (id),
  weekday BIGINT NOT NULL CONSTRAINT space_hours_weekday CHECK (weekday BETWEEN 1 AND 7),
  opens BIGINT NOT NULL CONSTRAINT space_hours_opens CHECK (opens >= 0),
  closes BIGINT NOT NULL,
  CONSTRAINT space_hours_span CHECK (opens < closes AND closes <= 1440),
  CONSTRAINT space_hours_pk PRIMARY KEY (space, weekday, opens)
);
CREATE TABLE space_day (
  space TEXT NOT NULL CONSTRAINT space_day_space REFERENCES space (id),
  day BIGINT NOT NULL,
  opens BIGINT NOT NULL CONSTRAINT space_day_opens CHECK (opens >= 0),
  closes BIGINT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT space_day_span CHECK (opens <= closes AND closes <= 1440),
  CONSTRAINT space_day_pk PRIMARY KEY (space, day)
);
CREATE TABLE booking (
  id TEXT NOT NULL CONSTRAINT booking_pk PRIMARY KEY,
  space TEXT NOT NULL CONSTRAINT booking_space REFERENCES space (id),
  organisation TEXT NOT NULL CONSTRAINT booking_organisation REFERENCES organisation (id),
  activity TEXT NULL CONSTRAINT booking_activity REFERENCES activity (id),
  purpose TEXT NOT NULL,
  people BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  held_from BIGINT NOT NULL,
  held_until BIGINT NOT NULL,
  status TEXT NOT NULL CONSTRAINT booking_status CHECK (status IN ('asked', 'held', 'declined', 'cancelled')),
  note TEXT NOT NULL,
  person TEXT NULL CONSTRAINT booking_person REFERENCES person (id),
  created_at BIGINT NOT NULL,
  decided_by TEXT NULL CONSTRAINT booking_decided_by REFERENCES person (id),
  decided_at BIGINT NULL,
  CONSTRAINT booking_span CHECK (held_from <= starts_at AND starts_at < ends_at AND ends_at <= held_until)
);
CREATE INDEX booking_by_space ON booking (space, held_until);
CREATE INDEX booking_by_organisation ON booking (organisation, ends_at);
CREATE UNIQUE INDEX booking_of_activity ON booking (activity) WHERE activity IS NOT NULL AND status = 'held';
-- Never two at once: each space has its own stretch of one long line, as for activities before (0010).
ALTER TABLE booking ADD CONSTRAINT booking_space_taken EXCLUDE USING gist (
  space_time(space || lpad(CAST(held_from AS TEXT), 16, '0'), space || lpad(CAST(held_until AS TEXT), 16, '0')) WITH &&
) WHERE (status = 'held');
-- What public activities held until now, they hold by a booking.
INSERT INTO booking (id, space, organisation, activity, purpose, people, starts_at, ends_at, held_from, held_until, status, note, created_at)
SELECT id, space, organisation, id, '', 0, starts_at, ends_at, starts_at, ends_at, 'held', '', created_at
FROM activity WHERE status = 'published' AND space IS NOT NULL;
ALTER TABLE activity DROP CONSTRAINT activity_space_taken;
