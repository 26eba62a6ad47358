-- A return that was written down wrongly is corrected by who lends, with a reason. What was written before is kept with
-- each correction, and nothing of a return's numbers is changed without one. A return that never happened becomes none.
ALTER TABLE loan_return RENAME TO loan_return_before;
CREATE TABLE loan_return (
  id TEXT NOT NULL CONSTRAINT loan_return_pk PRIMARY KEY,
  loan TEXT NOT NULL CONSTRAINT loan_return_loan REFERENCES loan (id),
  in_order BIGINT NOT NULL,
  damaged BIGINT NOT NULL,
  missing BIGINT NOT NULL,
  note TEXT NOT NULL,
  person TEXT NULL CONSTRAINT loan_return_person REFERENCES person (id),
  at BIGINT NOT NULL,
  answer TEXT NULL,
  answered_at BIGINT NULL,
  settled TEXT NULL CONSTRAINT loan_return_settled CHECK (settled IN ('repaired', 'found', 'replaced', 'let_go')),
  restored BIGINT NOT NULL DEFAULT 0,
  settled_note TEXT NOT NULL DEFAULT '',
  settled_at BIGINT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  lost_since BIGINT NULL,
  CONSTRAINT loan_return_some CHECK (in_order >= 0 AND damaged >= 0 AND missing >= 0
    AND (in_order + damaged + missing > 0 OR version > 1)),
  CONSTRAINT loan_return_answered CHECK ((answer IS NULL) = (answered_at IS NULL)),
  CONSTRAINT loan_return_settled_once CHECK ((settled IS NULL) = (settled_at IS NULL)),
  CONSTRAINT loan_return_restored CHECK (restored BETWEEN 0 AND damaged + missing)
);
INSERT INTO loan_return (id, loan, in_order, damaged, missing, note, person, at, answer, answered_at, settled, restored,
                         settled_note, settled_at)
  SELECT id, loan, in_order, damaged, missing, note, person, at, answer, answered_at, settled, restored, settled_note,
         settled_at FROM loan_return_before;
DROP TABLE loan_return_before;
CREATE INDEX loan_return_by_loan ON loan_return (loan, at);
ALTER TABLE thing_entry RENAME TO thing_entry_before;
CREATE TABLE thing_entry (
  id TEXT NOT NULL CONSTRAINT thing_entry_pk PRIMARY KEY,
  thing TEXT NOT NULL CONSTRAINT thing_entry_thing REFERENCES thing (id),
  loan TEXT NULL CONSTRAINT thing_entry_loan REFERENCES loan (id),
  kind TEXT NOT NULL CONSTRAINT thing_entry_kind CHECK (kind IN
    ('entered', 'bought', 'counted', 'written_off', 'repaired', 'found', 'damaged', 'missing', 'used', 'unused', 'corrected')),
  pieces BIGINT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  person TEXT NULL CONSTRAINT thing_entry_person REFERENCES person (id),
  at BIGINT NOT NULL,
  CONSTRAINT thing_entry_sign CHECK (kind = 'counted' OR (kind = 'entered' AND pieces >= 0)
    OR (kind IN ('bought', 'repaired', 'found', 'unused') AND pieces > 0)
    OR (kind IN ('written_off', 'damaged', 'missing', 'used') AND pieces < 0)
    OR (kind = 'corrected' AND pieces <> 0 AND loan IS NOT NULL AND note <> ''))
);
INSERT INTO thing_entry (id, thing, loan, kind, pieces, note, person, at)
  SELECT id, thing, loan, kind, pieces, note, person, at FROM thing_entry_before;
DROP TABLE thing_entry_before;
CREATE INDEX thing_entry_by_thing ON thing_entry (thing, at);
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
CREATE TRIGGER loan_return_by_correction BEFORE UPDATE OF in_order, damaged, missing, version ON loan_return
WHEN NOT EXISTS (SELECT 1 FROM loan_return_correction c WHERE c.loan_return = NEW.id AND c.version = NEW.version
  AND NEW.version = OLD.version + 1 AND c.was_in_order = OLD.in_order AND c.was_damaged = OLD.damaged
  AND c.was_missing = OLD.missing AND c.in_order = NEW.in_order AND c.damaged = NEW.damaged AND c.missing = NEW.missing)
BEGIN SELECT RAISE(ABORT, 'constraint:loan_return_by_correction'); END;
CREATE TRIGGER loan_return_correction_stays BEFORE UPDATE ON loan_return_correction
BEGIN SELECT RAISE(ABORT, 'constraint:loan_return_correction_stays'); END;
CREATE TRIGGER loan_return_correction_is_kept BEFORE DELETE ON loan_return_correction
BEGIN SELECT RAISE(ABORT, 'constraint:loan_return_correction_stays'); END;
