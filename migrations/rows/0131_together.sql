INSERT INTO together (id, activity, organisation, draft, draft_title, people, venue, money, goods, share, note, status, asked_by, asked_at)
    SELECT '019aa3f0-0000-7000-8000-000000000211', id, organisation, id, '读书会', 2, '', 0, '', 1, '', 'withdrawn', '019aa3f0-0000-7000-8000-000000000002', 1763700000000
    FROM activity LIMIT 1;
