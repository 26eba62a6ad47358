-- Since when somebody has their place: whoever waited first had none before.
ALTER TABLE signup ADD COLUMN seated_at BIGINT NULL;
UPDATE signup SET seated_at = created_at
WHERE state = 'seat' OR EXISTS (SELECT 1 FROM course_mark m WHERE m.signup = signup.id);
