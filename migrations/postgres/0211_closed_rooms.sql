-- A room that its keeper closes, from an instant on: it keeps its past, and nothing is booked beyond. Whoever books and
-- whoever closes hold the room's turn, so that each sees what the other did.
ALTER TABLE space ADD COLUMN closed_from BIGINT NULL;
ALTER TABLE space ADD COLUMN closed_reason TEXT NOT NULL DEFAULT '';
CREATE FUNCTION refuse_closed_space() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM space s WHERE s.id = NEW.space AND s.closed_from < NEW.ends_at) THEN
    RAISE EXCEPTION 'constraint:space_closed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER booking_space_closed BEFORE INSERT OR UPDATE OF status, space, starts_at, ends_at ON booking
FOR EACH ROW WHEN (NEW.status IN ('held', 'asked')) EXECUTE FUNCTION refuse_closed_space();
CREATE FUNCTION refuse_booked_space() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM booking b WHERE b.space = NEW.id AND b.held_until > NEW.closed_from
             AND b.status IN ('held', 'asked') AND b.ends_at > NEW.closed_from) THEN
    RAISE EXCEPTION 'constraint:space_still_booked' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER space_closed_while_booked BEFORE UPDATE OF closed_from ON space
FOR EACH ROW WHEN (NEW.closed_from IS NOT NULL) EXECUTE FUNCTION refuse_booked_space();
