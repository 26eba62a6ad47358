-- What a venue lends with its rooms, and who built the venue together: these may book earlier and wait in front.
CREATE TABLE equipment (
  id TEXT NOT NULL CONSTRAINT equipment_pk PRIMARY KEY,
  venue TEXT NOT NULL CONSTRAINT equipment_venue REFERENCES venue (id),
  name TEXT NOT NULL,
  pieces BIGINT NOT NULL CONSTRAINT equipment_pieces CHECK (pieces >= 0)
);
CREATE UNIQUE INDEX equipment_name_once ON equipment (venue, name);
CREATE TABLE booking_equipment (
  booking TEXT NOT NULL CONSTRAINT booking_equipment_booking REFERENCES booking (id),
  equipment TEXT NOT NULL CONSTRAINT booking_equipment_equipment REFERENCES equipment (id),
  pieces BIGINT NOT NULL CONSTRAINT booking_equipment_pieces CHECK (pieces > 0),
  CONSTRAINT booking_equipment_pk PRIMARY KEY (booking, equipment)
);
CREATE INDEX booking_equipment_by_equipment ON booking_equipment (equipment);
CREATE TABLE venue_partner (
  venue TEXT NOT NULL CONSTRAINT venue_partner_venue REFERENCES venue (id),
  organisation TEXT NOT NULL CONSTRAINT venue_partner_organisation REFERENCES organisation (id),
  CONSTRAINT venue_partner_pk PRIMARY KEY (venue, organisation)
);
ALTER TABLE space ADD COLUMN head_start_days BIGINT NOT NULL DEFAULT 0;
