INSERT INTO area (id, code, name, short_name, name_key, level, parent, town, x, y, valid_from) VALUES
    ('019aa3f0-0000-7000-8000-000000000101', '330483', '桐乡市', '桐乡', '桐乡市', 'county', NULL, NULL, 0, 0, 19783),
    ('019aa3f0-0000-7000-8000-000000000102', '330483001', '梧桐街道', '梧桐', '梧桐街道', 'town', '019aa3f0-0000-7000-8000-000000000101', NULL, 1, 1, 19783),
    ('019aa3f0-0000-7000-8000-000000000103', '330483001218', '桃园村村委会', '桃园村', '桃园村', 'village', '019aa3f0-0000-7000-8000-000000000102', '019aa3f0-0000-7000-8000-000000000102', 1.5, 1.5, 19783);
INSERT INTO person (id, name_sealed, name_blind, name_masked, phone_sealed, phone_blind, phone_masked, birth_day, female, area, guardian, consented_at, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000002', '\x01', 'n1', '钱*', '\x02', 'p1', '138****0003', 3165, 1, '019aa3f0-0000-7000-8000-000000000103', NULL, 1763700000000, 1763700000000),
    ('019aa3f0-0000-7000-8000-000000000104', '\x03', 'n2', '钱**', NULL, NULL, NULL, 17593, NULL, '019aa3f0-0000-7000-8000-000000000103', '019aa3f0-0000-7000-8000-000000000002', 1763700000000, 1763700000000);
INSERT INTO organisation (id, line, kind, name, name_key, parent, area, unit, valid_from, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000001', 'women', 'federation', '桐乡市妇联', '桐乡市妇联', NULL, '019aa3f0-0000-7000-8000-000000000101', NULL, 19783, 1763700000000),
    ('019aa3f0-0000-7000-8000-000000000105', 'women', 'committee', '桃园村妇联', '桃园村妇联', '019aa3f0-0000-7000-8000-000000000001', '019aa3f0-0000-7000-8000-000000000103', NULL, 19783, 1763700000000);
INSERT INTO organisation_closure (ancestor, descendant, depth) VALUES
    ('019aa3f0-0000-7000-8000-000000000001', '019aa3f0-0000-7000-8000-000000000001', 0),
    ('019aa3f0-0000-7000-8000-000000000105', '019aa3f0-0000-7000-8000-000000000105', 0),
    ('019aa3f0-0000-7000-8000-000000000001', '019aa3f0-0000-7000-8000-000000000105', 1);
INSERT INTO posting (id, person, organisation, title, kind, role, valid_from) VALUES
    ('019aa3f0-0000-7000-8000-000000000106', '019aa3f0-0000-7000-8000-000000000002', '019aa3f0-0000-7000-8000-000000000105', '主席', 'part_time', 'officer', 19783);
INSERT INTO account (person, password_hash, created_at, signed_in_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000002', '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA', 1763700000000, NULL);
INSERT INTO session (id, token_hash, person, device, created_at, seen_at, expires_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000107', 't1', '019aa3f0-0000-7000-8000-000000000002', 'Edge · Windows', 1763700000000, 1763700000000, 1766292000000);
INSERT INTO token (id, token_hash, person, name, scopes, created_at, expires_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000004', 't2', '019aa3f0-0000-7000-8000-000000000002', '表格程序', 'self activities.read', 1763700000000, 1766292000000);
INSERT INTO phone_code (phone_blind, code_hash, created_at, expires_at) VALUES ('p1', 'c1', 1763700000000, 1763700300000);
INSERT INTO throttle (bucket, started_at, used) VALUES ('password-phone:p1', 1763700000000, 1);
INSERT INTO unmasking (id, viewer, person, organisation, field, reason, at) VALUES
    ('019aa3f0-0000-7000-8000-000000000108', '019aa3f0-0000-7000-8000-000000000002', '019aa3f0-0000-7000-8000-000000000104', '019aa3f0-0000-7000-8000-000000000105', 'name', '打印签到表', 1763700000000);
INSERT INTO draft (person, form, body, at) VALUES ('019aa3f0-0000-7000-8000-000000000002', 'activity.new', '[["title","包粽子"]]', 1763700000000);
INSERT INTO idempotency (person, request_key, request_hash, status, body, at) VALUES
    ('019aa3f0-0000-7000-8000-000000000002', 'k1', 'h1', 201, '{"headers":[],"body":"{}"}', 1763700000000),
    ('019aa3f0-0000-7000-8000-000000000002', 'k2', 'h2', NULL, NULL, 1763700000000);
INSERT INTO stored_file (hash, size, media_type, created_at) VALUES ('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0, 'text/csv', 1763700000000);
INSERT INTO notice (id, person, message, args, link, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000109', '019aa3f0-0000-7000-8000-000000000002', 'sign-in-wait', '{"until":{"langqiao-moment":1763700000000}}', '/me', 1763700000000);
INSERT INTO setting (name, value, at) VALUES ('demonstration', 'true', 1763700000000);
INSERT INTO rollup (organisation, month, measure, slot, value) VALUES ('019aa3f0-0000-7000-8000-000000000001', 24322, 'signups', 3, 12);
