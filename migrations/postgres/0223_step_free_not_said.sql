-- Whether one gets in without a step is said or not: 1 yes, 0 no, and nothing where nobody said. A box that was left
-- unticked when a site was entered, and never looked at again, said nothing.
ALTER TABLE venue ALTER COLUMN step_free DROP NOT NULL;
ALTER TABLE venue ADD CONSTRAINT venue_step_free CHECK (step_free IN (0, 1));
UPDATE venue SET step_free = NULL WHERE step_free = 0
  AND NOT EXISTS (SELECT 1 FROM event e WHERE e.subject = venue.id AND e.act = 'venue.changed');
