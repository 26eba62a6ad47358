-- Bookings made together by one rule (RFC 5545): each is a booking of its own, held and given back like any other.
CREATE TABLE booking_series (
  id TEXT NOT NULL CONSTRAINT booking_series_pk PRIMARY KEY,
  space TEXT NOT NULL CONSTRAINT booking_series_space REFERENCES space (id),
  organisation TEXT NOT NULL CONSTRAINT booking_series_organisation REFERENCES organisation (id),
  rule TEXT NOT NULL,
  leaves_out_holidays BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  person TEXT NULL CONSTRAINT booking_series_person REFERENCES person (id),
  created_at BIGINT NOT NULL,
  CONSTRAINT booking_series_span CHECK (starts_at < ends_at)
);
ALTER TABLE booking ADD COLUMN series TEXT NULL CONSTRAINT booking_of_series REFERENCES booking_series (id);
CREATE INDEX booking_by_series ON booking (series, starts_at) WHERE series IS NOT NULL;
