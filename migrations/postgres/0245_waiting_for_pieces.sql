-- Whoever books a room with fewer pieces than wanted may wait for the rest. Pieces that are offered go along with the
-- booking already, so that what counts them counts them as promised; without an answer in time they leave it again.
CREATE TABLE equipment_wait (
  id TEXT NOT NULL CONSTRAINT equipment_wait_pk PRIMARY KEY,
  booking TEXT NOT NULL CONSTRAINT equipment_wait_booking REFERENCES booking (id),
  equipment TEXT NOT NULL CONSTRAINT equipment_wait_equipment REFERENCES equipment (id),
  pieces BIGINT NOT NULL CONSTRAINT equipment_wait_pieces CHECK (pieces > 0),
  state TEXT NOT NULL CONSTRAINT equipment_wait_state CHECK (state IN ('waiting', 'offered', 'taken', 'declined', 'expired', 'left')),
  offered_until BIGINT NULL,
  person TEXT NULL CONSTRAINT equipment_wait_person REFERENCES person (id),
  created_at BIGINT NOT NULL,
  CONSTRAINT equipment_wait_offer CHECK (state <> 'offered' OR offered_until IS NOT NULL)
);
CREATE UNIQUE INDEX equipment_wait_once ON equipment_wait (booking, equipment) WHERE state IN ('waiting', 'offered');
CREATE INDEX equipment_wait_in_line ON equipment_wait (equipment, created_at) WHERE state = 'waiting';
