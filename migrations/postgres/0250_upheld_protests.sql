-- A protest that was right waits until the result is corrected, or until somebody says why it stands.
ALTER TABLE protest ADD COLUMN settled_at BIGINT NULL CONSTRAINT protest_settled CHECK (settled_at IS NULL OR upheld = 1);
ALTER TABLE protest ADD COLUMN settled_by TEXT NULL;
-- Why the result stands all the same; nothing where it was corrected.
ALTER TABLE protest ADD COLUMN settlement TEXT NULL CONSTRAINT protest_settlement CHECK (settlement IS NULL OR settled_at IS NOT NULL);
-- What was corrected after the answer is settled; the others are for somebody to look at.
UPDATE protest SET settled_at = answered_at, settled_by = answered_by WHERE upheld = 1 AND (
  EXISTS (SELECT 1 FROM fixture_result r WHERE r.fixture = protest.fixture AND r.given_at >= protest.answered_at)
  OR protest.fixture IS NULL AND EXISTS (SELECT 1 FROM mark m WHERE m.stage = protest.stage AND m.given_at >= protest.answered_at)
);
CREATE INDEX protest_unsettled ON protest (competition) WHERE upheld = 1 AND settled_at IS NULL;
