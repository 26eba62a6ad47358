-- How many came to a booking at whose door nobody touched anything: said once, afterwards.
ALTER TABLE booking ADD COLUMN came BIGINT NULL CONSTRAINT booking_came CHECK (came BETWEEN 0 AND 100000);
ALTER TABLE booking ADD COLUMN came_note TEXT NOT NULL DEFAULT '';
CREATE INDEX booking_by_activity ON booking (activity) WHERE activity IS NOT NULL;
-- All that was used, each booking once: what was opened at the door (an activity whose booking was made anew after its
-- door was opened stays that one use), and every other booking by its own time. `trace` says what there is of it:
-- 2 somebody was there (the door, "we are here", a scan, a number above nought), 1 nobody said anything, so that it
-- counts once it is over, 0 it was said that nobody came. `near` is never before `used_from`, and has an index.
DROP VIEW space_used;
CREATE VIEW space_used AS
SELECT u.id AS id, u.space AS space, u.booking AS booking, u.organisation AS organisation, u.opened_at AS used_from,
       u.closed_at AS used_until, u.people AS typed, CAST(1 AS BIGINT) AS at_door, CAST(2 AS BIGINT) AS trace,
       u.opened_at AS near
FROM space_use u
UNION ALL
SELECT b.id, b.space, b.id, b.organisation,
       CASE WHEN b.opened_at > b.starts_at THEN b.opened_at ELSE b.starts_at END, b.ends_at, b.came, CAST(0 AS BIGINT),
       CAST(CASE WHEN b.opened_at IS NOT NULL OR b.came > 0 THEN 2
            WHEN EXISTS (SELECT 1 FROM scan c WHERE c.activity = b.activity AND c.direction = 'in' AND c.outcome = 'accepted') THEN 2
            WHEN b.came = 0 THEN 0 ELSE 1 END AS BIGINT),
       b.held_until
FROM booking b
WHERE b.status = 'held' AND (b.pending IS NULL OR b.opened_at IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM space_use u WHERE u.booking = b.id)
  AND NOT EXISTS (SELECT 1 FROM booking o JOIN space_use u ON u.booking = o.id WHERE o.activity = b.activity AND u.space = b.space);
