-- Of which beginning somebody who has a place was reminded.
ALTER TABLE signup ADD COLUMN reminded_of BIGINT NULL;
UPDATE signup SET reminded_of = (SELECT a.starts_at FROM activity a WHERE a.id = signup.activity)
WHERE state = 'seat' AND EXISTS (SELECT 1 FROM event e WHERE e.subject = signup.activity AND e.act = 'signup.reminded');
