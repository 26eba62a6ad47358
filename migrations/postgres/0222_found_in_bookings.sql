-- A request that was declined though no keeper said so: another was accepted, or its time passed without an answer.
-- How often what was held has changed and when, for calendars that have it already. A special day of several stretches.
ALTER TABLE booking ADD COLUMN declined_for TEXT NULL CONSTRAINT booking_declined_for
  CHECK (declined_for IS NULL OR (declined_for IN ('another', 'unanswered') AND status = 'declined' AND decided_by IS NULL));
ALTER TABLE booking ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE booking ADD COLUMN changed_at BIGINT NULL;
ALTER TABLE space_day DROP CONSTRAINT space_day_pk;
ALTER TABLE space_day ADD CONSTRAINT space_day_pk PRIMARY KEY (space, day, opens);
-- What is asked for already is looked after, too.
INSERT INTO job (id, kind, key, payload, queued_at, due_at)
SELECT id, 'bookings.unanswered', id, '{"booking":"' || id || '"}', created_at, ends_at FROM booking WHERE status = 'asked';
