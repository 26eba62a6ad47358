-- A party at the head of a waiting list that is larger than what is free is asked whether it comes with fewer: about how
-- many places, and until when nobody passes it.
ALTER TABLE signup ADD COLUMN asked_until BIGINT NULL;
ALTER TABLE signup ADD COLUMN asked_free BIGINT NULL
  CONSTRAINT signup_asked CHECK ((asked_free IS NULL) = (asked_until IS NULL) AND (asked_free IS NULL OR asked_free > 0));
