-- A request that was declined though no keeper said so: another was accepted, or its time passed without an answer.
-- How often what was held has changed and when, for calendars that have it already. A special day of several stretches.
ALTER TABLE booking ADD COLUMN declined_for TEXT NULL CONSTRAINT booking_declined_for
  CHECK (declined_for IS NULL OR (declined_for IN ('another', 'unanswered') AND status = 'declined' AND decided_by IS NULL));
ALTER TABLE booking ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN changed_at BIGINT NULL;
CREATE TABLE space_day_2 (
  space TEXT NOT NULL CONSTRAINT space_day_space REFERENCES space (id),
  day BIGINT NOT NULL,
  opens BIGINT NOT NULL CONSTRAINT space_day_opens CHECK (opens >= 0),
  closes BIGINT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT space_day_span CHECK (opens <= closes AND closes <= 1440),
  CONSTRAINT space_day_pk PRIMARY KEY (space, day, opens)
);
INSERT INTO space_day_2 (space, day, opens, closes, note) SELECT space, day, opens, closes, note FROM space_day;
DROP TABLE space_day;
ALTER TABLE space_day_2 RENAME TO space_day;
-- What is asked for already is looked after, too.
INSERT INTO job (id, kind, key, payload, queued_at, due_at)
SELECT id, 'bookings.unanswered', id, '{"booking":"' || id || '"}', created_at, ends_at FROM booking WHERE status = 'asked';
