-- A room that its keeper closes, from an instant on: it keeps its past, and nothing is booked beyond.
ALTER TABLE space ADD COLUMN closed_from BIGINT NULL;
ALTER TABLE space ADD COLUMN closed_reason TEXT NOT NULL DEFAULT '';
CREATE TRIGGER booking_space_closed_insert BEFORE INSERT ON booking
WHEN NEW.status IN ('held', 'asked') AND EXISTS (SELECT 1 FROM space s WHERE s.id = NEW.space AND s.closed_from < NEW.ends_at)
BEGIN SELECT RAISE(ABORT, 'constraint:space_closed'); END;
CREATE TRIGGER booking_space_closed_update BEFORE UPDATE OF status, space, starts_at, ends_at ON booking
WHEN NEW.status IN ('held', 'asked') AND EXISTS (SELECT 1 FROM space s WHERE s.id = NEW.space AND s.closed_from < NEW.ends_at)
BEGIN SELECT RAISE(ABORT, 'constraint:space_closed'); END;
CREATE TRIGGER space_closed_while_booked BEFORE UPDATE OF closed_from ON space
WHEN EXISTS (SELECT 1 FROM booking b WHERE b.space = NEW.id AND b.held_until > NEW.closed_from
  AND b.status IN ('held', 'asked') AND b.ends_at > NEW.closed_from)
BEGIN SELECT RAISE(ABORT, 'constraint:space_still_booked'); END;
