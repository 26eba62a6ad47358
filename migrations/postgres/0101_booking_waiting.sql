-- Who wants a time at which somebody has the room. An offer is a booking that is held until a time, so that what
-- forbids two at once forbids two offers as well; `pending` says what is still open about a held booking.
ALTER TABLE space ADD COLUMN offer_minutes BIGINT NOT NULL DEFAULT 720;
ALTER TABLE booking ADD COLUMN pending TEXT NULL CONSTRAINT booking_pending CHECK (pending = 'offer' OR pending = 'consent');
ALTER TABLE booking ADD COLUMN offered_until BIGINT NULL;
CREATE TABLE booking_wait (
  id TEXT NOT NULL CONSTRAINT booking_wait_pk PRIMARY KEY,
  space TEXT NOT NULL CONSTRAINT booking_wait_space REFERENCES space (id),
  organisation TEXT NOT NULL CONSTRAINT booking_wait_organisation REFERENCES organisation (id),
  purpose TEXT NOT NULL,
  people BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  held_from BIGINT NOT NULL,
  held_until BIGINT NOT NULL,
  state TEXT NOT NULL CONSTRAINT booking_wait_state CHECK (state IN ('waiting', 'offered', 'taken', 'declined', 'expired', 'left')),
  booking TEXT NULL CONSTRAINT booking_wait_booking REFERENCES booking (id),
  series TEXT NULL CONSTRAINT booking_wait_series REFERENCES booking_series (id),
  person TEXT NULL CONSTRAINT booking_wait_person REFERENCES person (id),
  created_at BIGINT NOT NULL,
  CONSTRAINT booking_wait_span CHECK (held_from <= starts_at AND starts_at < ends_at AND ends_at <= held_until),
  CONSTRAINT booking_wait_offer CHECK (state <> 'offered' OR booking IS NOT NULL)
);
CREATE UNIQUE INDEX booking_wait_once ON booking_wait (space, organisation, starts_at, ends_at) WHERE state IN ('waiting', 'offered');
CREATE INDEX booking_wait_by_organisation ON booking_wait (organisation, ends_at);
CREATE INDEX booking_wait_of_booking ON booking_wait (booking) WHERE booking IS NOT NULL;
