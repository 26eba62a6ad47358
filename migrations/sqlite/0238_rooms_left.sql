-- A booking that goes to another room keeps its id. In the calendar of the room that it left it stands as cancelled for a
-- while, so that calendars which have it already learn of it: there, and from when until when it was.
CREATE TABLE booking_left (
  booking TEXT NOT NULL CONSTRAINT booking_left_booking REFERENCES booking (id),
  space TEXT NOT NULL CONSTRAINT booking_left_space REFERENCES space (id),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT booking_left_pk PRIMARY KEY (booking, space),
  CONSTRAINT booking_left_span CHECK (starts_at < ends_at)
);
CREATE INDEX booking_left_by_space ON booking_left (space, at);
