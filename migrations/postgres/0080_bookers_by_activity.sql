-- How many a booker has brought to an activity is asked at every sign-up, and whether somebody comes already at
-- every look at it. Without the activity in the index, the planner goes through all sign-ups of a crowded activity
-- rather than those of one person.
DROP INDEX signup_by_booker;
CREATE INDEX signup_by_booker ON signup (booker, activity);
DROP INDEX signup_by_person;
CREATE INDEX signup_by_person ON signup (person, activity);
