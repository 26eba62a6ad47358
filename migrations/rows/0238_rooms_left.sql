INSERT INTO booking_left (booking, space, starts_at, ends_at, at)
SELECT b.id, s.id, b.starts_at, b.ends_at, 1763800000000 FROM booking b JOIN space s ON s.id <> b.space
ORDER BY b.id, s.id LIMIT 1;
