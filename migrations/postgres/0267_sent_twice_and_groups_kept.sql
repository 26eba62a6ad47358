-- The form that made an activity, which makes it once; and in which of the groups that come first a party was when places were
-- given to all at once: its place in their order from 0, their number for who was in none.
ALTER TABLE activity ADD COLUMN once TEXT NULL;
CREATE UNIQUE INDEX activity_once ON activity (once) WHERE once IS NOT NULL;
ALTER TABLE signup ADD COLUMN given_rank BIGINT NULL;
