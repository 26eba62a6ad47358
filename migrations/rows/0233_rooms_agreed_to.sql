INSERT INTO cohost_room (activity, organisation, space, starts_at, ends_at, at)
SELECT a.id, o.id, s.id, 1763900000000, 1763907200000, 1763800000000 FROM activity a JOIN organisation o ON o.id <> a.organisation JOIN space s ON 1 = 1
ORDER BY a.id, o.id, s.id LIMIT 1;
