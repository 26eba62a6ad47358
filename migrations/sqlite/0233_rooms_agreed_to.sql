-- Which of its own rooms a body that holds an activity with its host has agreed to give, and for when: its yes counts for
-- that room and that time, and for no other. What was agreed so far counts for where the activity is now.
CREATE TABLE cohost_room (
  activity TEXT NOT NULL CONSTRAINT cohost_room_activity REFERENCES activity (id),
  organisation TEXT NOT NULL CONSTRAINT cohost_room_organisation REFERENCES organisation (id),
  space TEXT NOT NULL CONSTRAINT cohost_room_space REFERENCES space (id),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT cohost_room_pk PRIMARY KEY (activity, organisation, space),
  CONSTRAINT cohost_room_span CHECK (starts_at < ends_at)
);
INSERT INTO cohost_room (activity, organisation, space, starts_at, ends_at, at)
SELECT a.id, c.organisation, s.id, a.starts_at, a.ends_at, COALESCE(c.answered_at, a.starts_at)
FROM activity a JOIN cohost c ON c.activity = a.id JOIN space s ON s.id = a.space
  OR EXISTS (SELECT 1 FROM activity_room r WHERE r.activity = a.id AND r.space = s.id)
JOIN venue v ON v.id = s.venue
WHERE v.organisation = c.organisation AND c.status = 'accepted' AND c.organisation <> a.organisation;
