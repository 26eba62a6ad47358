-- Whether one gets in without a step is said or not: 1 yes, 0 no, and nothing where nobody said. A box that was left
-- unticked when a site was entered, and never looked at again, said nothing.
ALTER TABLE venue ADD COLUMN step_free_said BIGINT NULL CONSTRAINT venue_step_free CHECK (step_free_said IN (0, 1));
UPDATE venue SET step_free_said = CASE WHEN step_free = 1 THEN 1
  WHEN EXISTS (SELECT 1 FROM event e WHERE e.subject = venue.id AND e.act = 'venue.changed') THEN 0 END;
ALTER TABLE venue DROP COLUMN step_free;
ALTER TABLE venue RENAME COLUMN step_free_said TO step_free;
