-- What was published before reminders and feedback were there has them too.
INSERT INTO job (id, kind, key, payload, queued_at, due_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))), 'signups.remind', a.id, '{"activity":"' || a.id || '"}', CAST(strftime('%s', 'now') AS INTEGER) * 1000, a.starts_at - 86400000
FROM activity a WHERE a.status = 'published' AND a.starts_at > CAST(strftime('%s', 'now') AS INTEGER) * 1000;
INSERT INTO job (id, kind, key, payload, queued_at, due_at)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))), 'feedback.ask', a.id, '{"activity":"' || a.id || '"}', CAST(strftime('%s', 'now') AS INTEGER) * 1000, a.ends_at
FROM activity a WHERE a.status = 'published' AND a.ends_at > CAST(strftime('%s', 'now') AS INTEGER) * 1000;
