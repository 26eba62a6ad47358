-- A change of a booking that needs its keeper's consent waits as a booking of its own that is asked for and holds nothing;
-- the booking that it changes stays as it was until the answer.
ALTER TABLE booking ADD COLUMN changes TEXT NULL CONSTRAINT booking_changes REFERENCES booking (id);
CREATE UNIQUE INDEX booking_changed_once ON booking (changes) WHERE changes IS NOT NULL AND status = 'asked';
