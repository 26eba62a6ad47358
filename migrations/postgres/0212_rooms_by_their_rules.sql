-- An activity takes a room by the room's rules. Where a keeper has to be asked, it is asked by a booking that names the
-- activity (`asked_for`) and becomes the activity's own once it is public: `agreed` says that it was booked and consented
-- to before, for its own times. What goes along because the activity takes it (`along`) goes when the activity drops it.
ALTER TABLE booking ADD COLUMN asked_for TEXT NULL CONSTRAINT booking_asked_for REFERENCES activity (id);
ALTER TABLE booking ADD COLUMN agreed BIGINT NOT NULL DEFAULT 0
  CONSTRAINT booking_agreed CHECK (agreed = 0 OR (agreed = 1 AND activity IS NOT NULL));
CREATE INDEX booking_by_asked_for ON booking (asked_for) WHERE asked_for IS NOT NULL;
-- One activity asks for one room once at a time.
CREATE UNIQUE INDEX booking_asked_once ON booking (asked_for, space)
  WHERE asked_for IS NOT NULL AND activity IS NULL AND status IN ('asked', 'held');
ALTER TABLE booking_equipment ADD COLUMN along BIGINT NOT NULL DEFAULT 0
  CONSTRAINT booking_equipment_along CHECK (along IN (0, 1));
UPDATE booking_equipment SET along = 1
  WHERE booking IN (SELECT id FROM booking WHERE activity IS NOT NULL);
