-- Once per activity, and found by the person: one index for both, for every index that a sign-up goes into has
-- another page written. What has ended is told apart by its id, so that it stands in nobody's way.
DROP INDEX signup_once;
DROP INDEX signup_by_person;
CREATE UNIQUE INDEX signup_once ON signup (person, activity,
    (CASE WHEN state = 'seat' OR state = 'waiting' OR state = 'offered' THEN '' ELSE id END));
