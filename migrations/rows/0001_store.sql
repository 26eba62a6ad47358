INSERT INTO event (at, actor_kind, actor, token, act, subject_kind, subject, org, request, detail) VALUES
    (1763700000000, 'system', 'demo', NULL, 'organisation.founded', 'organisation', '019aa3f0-0000-7000-8000-000000000001', '019aa3f0-0000-7000-8000-000000000001', NULL, '{"line":"women"}'),
    (1763700060000, 'person', '019aa3f0-0000-7000-8000-000000000002', NULL, 'activity.published', 'activity', '019aa3f0-0000-7000-8000-000000000003', '019aa3f0-0000-7000-8000-000000000001', 'r-1', NULL),
    (1763700120000, 'token', '019aa3f0-0000-7000-8000-000000000002', '019aa3f0-0000-7000-8000-000000000004', 'activity.read', 'activity', '019aa3f0-0000-7000-8000-000000000003', NULL, 'r-2', NULL),
    (1763700180000, 'visitor', NULL, NULL, 'signup.asked', 'signup', '019aa3f0-0000-7000-8000-000000000005', NULL, 'r-3', NULL);
INSERT INTO job (id, kind, key, payload, queued_at, due_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000006', 'signup.offer_expires', 'offer-1', '{"offer":"1"}', 1763700000000, 4102444800000);
