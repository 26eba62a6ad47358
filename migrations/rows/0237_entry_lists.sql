INSERT INTO import_batch (id, subject, organisation, file_name, file_hash, status, good, bad, same, created_by, created_at, header, competition)
SELECT '018c0237-0000-7000-8000-000000000001', 'teams', a.organisation, '名单.xlsx', 'f', 'discarded', 0, 0, 0, 'cli', 1763800000000, '{}', c.id
FROM competition c JOIN activity a ON a.id = c.activity ORDER BY c.id LIMIT 1;
