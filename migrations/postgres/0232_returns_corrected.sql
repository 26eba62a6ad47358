-- A return that was written down wrongly is corrected by who lends, with a reason. What was written before is kept with
-- each correction, and nothing of a return's numbers is changed without one. A return that never happened becomes none.
ALTER TABLE loan_return ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE loan_return ADD COLUMN lost_since BIGINT NULL;
ALTER TABLE loan_return DROP CONSTRAINT loan_return_some;
ALTER TABLE loan_return ADD CONSTRAINT loan_return_some CHECK (in_order >= 0 AND damaged >= 0 AND missing >= 0
  AND (in_order + damaged + missing > 0 OR version > 1));
ALTER TABLE thing_entry DROP CONSTRAINT thing_entry_kind;
ALTER TABLE thing_entry ADD CONSTRAINT thing_entry_kind CHECK (kind IN
  ('entered', 'bought', 'counted', 'written_off', 'repaired', 'found', 'damaged', 'missing', 'used', 'unused', 'corrected'));
ALTER TABLE thing_entry DROP CONSTRAINT thing_entry_sign;
ALTER TABLE thing_entry ADD CONSTRAINT thing_entry_sign CHECK (kind = 'counted' OR (kind = 'entered' AND pieces >= 0)
  OR (kind IN ('bought', 'repaired', 'found', 'unused') AND pieces > 0)
  OR (kind IN ('written_off', 'damaged', 'missing', 'used') AND pieces < 0)
  OR (kind = 'corrected' AND pieces <> 0 AND loan IS NOT NULL AND note <> ''));
CREATE TABLE loan_return_correction (
  loan_return TEXT NOT NULL CONSTRAINT loan_return_correction_return REFERENCES loan_return (id),
  version BIGINT NOT NULL,
  was_in_order BIGINT NOT NULL,
  was_damaged BIGINT NOT NULL,
  was_missing BIGINT NOT NULL,
  was_answer TEXT NULL,
  was_settled TEXT NULL,
  was_restored BIGINT NOT NULL DEFAULT 0,
  was_settled_note TEXT NOT NULL DEFAULT '',
  in_order BIGINT NOT NULL,
  damaged BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  reason TEXT NOT NULL CONSTRAINT loan_return_correction_reason CHECK (reason <> ''),
  person TEXT NULL CONSTRAINT loan_return_correction_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT loan_return_correction_pk PRIMARY KEY (loan_return, version),
  CONSTRAINT loan_return_correction_version CHECK (version > 1),
  CONSTRAINT loan_return_correction_changes CHECK (in_order <> was_in_order OR damaged <> was_damaged OR missing <> was_missing)
);
CREATE FUNCTION refuse_uncorrected_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM loan_return_correction c WHERE c.loan_return = NEW.id AND c.version = NEW.version
      AND NEW.version = OLD.version + 1 AND c.was_in_order = OLD.in_order AND c.was_damaged = OLD.damaged
      AND c.was_missing = OLD.missing AND c.in_order = NEW.in_order AND c.damaged = NEW.damaged AND c.missing = NEW.missing) THEN
    RAISE EXCEPTION 'constraint:loan_return_by_correction' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER loan_return_by_correction BEFORE UPDATE OF in_order, damaged, missing, version ON loan_return
FOR EACH ROW EXECUTE FUNCTION refuse_uncorrected_return();
CREATE FUNCTION refuse_changed_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'constraint:loan_return_correction_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER loan_return_correction_stays BEFORE UPDATE OR DELETE ON loan_return_correction
FOR EACH ROW EXECUTE FUNCTION refuse_changed_correction();
