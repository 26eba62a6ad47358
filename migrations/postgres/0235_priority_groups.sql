-- Who comes first: an ordered list of groups, behind the one area of before; where places are given as people come, until
-- when they are kept for them. A party's rank is the group that it is in, from 0; within a rank its number decides. Once
-- places were given to all at once, the numbers alone say the order.
ALTER TABLE activity ADD COLUMN priority TEXT NULL;
ALTER TABLE activity ADD COLUMN kept_until BIGINT NULL;
ALTER TABLE signup ADD COLUMN rank BIGINT NOT NULL DEFAULT 0;
DROP INDEX signup_by_queue;
CREATE INDEX signup_by_queue ON signup (activity, role, state, rank, number);
