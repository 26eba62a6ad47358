-- Of whom it is readable what they said: each portion is of enough families by itself. Where a part is readable and it isn't
-- known whose, all who spoke until now count as read: the next portion waits for enough others.
ALTER TABLE feedback_from ADD COLUMN readable BIGINT NOT NULL DEFAULT 0
  CONSTRAINT feedback_from_readable CHECK (readable IN (0, 1));
UPDATE feedback_from SET readable = 1 WHERE activity IN (SELECT activity FROM feedback WHERE shown = 1);
