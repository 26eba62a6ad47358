INSERT INTO thing (id, organisation, venue, place, name, kind, pieces, out_now, open_to, asks, days_max, note, entered_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000330', '019aa3f0-0000-7000-8000-000000000105', NULL, '村委会二楼库房', '投影仪', 'equipment', 3, 1, 'town', 1, 7, '用完散热十分钟再收', 1763700000000),
    ('019aa3f0-0000-7000-8000-000000000331', '019aa3f0-0000-7000-8000-000000000105', NULL, '村委会二楼库房', '红马甲', 'goods', 40, 0, 'anyone', 0, 1, '', 1763700000000);
INSERT INTO loan (id, thing, organisation, person, asked, pieces, purpose, starts_at, ends_at, code, status, handed, handed_at, damaged, asked_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000332', '019aa3f0-0000-7000-8000-000000000330', '019aa3f0-0000-7000-8000-000000000001', '019aa3f0-0000-7000-8000-000000000002', 2, 2, '读书会', 1763700000000, 1763900000000, 'AAA111', 'out', 2, 1763700000000, 1, 1763600000000);
INSERT INTO loan_return (id, loan, in_order, damaged, missing, note, at) VALUES
    ('019aa3f0-0000-7000-8000-000000000333', '019aa3f0-0000-7000-8000-000000000332', 0, 1, 0, '灯泡不亮', 1763800000000);
INSERT INTO thing_entry (id, thing, loan, kind, pieces, note, at) VALUES
    ('019aa3f0-0000-7000-8000-000000000334', '019aa3f0-0000-7000-8000-000000000330', NULL, 'entered', 4, '', 1763700000000),
    ('019aa3f0-0000-7000-8000-000000000335', '019aa3f0-0000-7000-8000-000000000330', '019aa3f0-0000-7000-8000-000000000332', 'damaged', -1, '灯泡不亮', 1763800000000),
    ('019aa3f0-0000-7000-8000-000000000336', '019aa3f0-0000-7000-8000-000000000331', NULL, 'entered', 40, '', 1763700000000);
