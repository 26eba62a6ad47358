INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y) VALUES
    ('019aa3f0-0000-7000-8000-000000000201', '019aa3f0-0000-7000-8000-000000000105', NULL, '019aa3f0-0000-7000-8000-000000000103', '桃园村文化礼堂', '', 1, 1.5, 1.5);
INSERT INTO space (id, venue, name, capacity) VALUES
    ('019aa3f0-0000-7000-8000-000000000202', '019aa3f0-0000-7000-8000-000000000201', '大厅', 40);
INSERT INTO booking_series (id, space, organisation, rule, leaves_out_holidays, starts_at, ends_at, person, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000203', '019aa3f0-0000-7000-8000-000000000202', '019aa3f0-0000-7000-8000-000000000105', 'FREQ=WEEKLY;COUNT=2', 1, 1763946000000, 1763953200000, '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO booking (id, space, organisation, activity, purpose, people, starts_at, ends_at, held_from, held_until, status, note, person, created_at, series) VALUES
    ('019aa3f0-0000-7000-8000-000000000204', '019aa3f0-0000-7000-8000-000000000202', '019aa3f0-0000-7000-8000-000000000105', NULL, '例会', 12, 1763946000000, 1763953200000, 1763946000000, 1763953200000, 'held', '', '019aa3f0-0000-7000-8000-000000000002', 1763700000000, '019aa3f0-0000-7000-8000-000000000203');
