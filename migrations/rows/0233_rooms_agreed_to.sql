INSERT INTO cohost_room (activity, organisation, space, starts_at, ends_at, at)
SELECT a.id, c.organisation, s.id, a.starts_at, a.ends_at, a.starts_at FROM cohost c JOIN activity a ON a.id = c.activity JOIN space s ON 1 = 1
WHERE c.host = 0 ORDER BY c.id, s.id LIMIT 1;
