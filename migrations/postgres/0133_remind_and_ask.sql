-- What was published before reminders and feedback were there has them too.
INSERT INTO job (id, kind, key, payload, queued_at, due_at)
SELECT gen_random_uuid()::text, 'signups.remind', a.id, '{"activity":"' || a.id || '"}', CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) * 1000, a.starts_at - 86400000
FROM activity a WHERE a.status = 'published' AND a.starts_at > CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) * 1000;
INSERT INTO job (id, kind, key, payload, queued_at, due_at)
SELECT gen_random_uuid()::text, 'feedback.ask', a.id, '{"activity":"' || a.id || '"}', CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) * 1000, a.ends_at
FROM activity a WHERE a.status = 'published' AND a.ends_at > CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) * 1000;
