INSERT INTO gate (id, organisation, activity, name, direction, registered_by, registered_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000211', '019aa3f0-0000-7000-8000-000000000105', NULL, '东门', 'in', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
