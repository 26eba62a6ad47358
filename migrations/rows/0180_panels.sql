INSERT INTO panel_round (id, organisation, title, from_day, until_day, outlier, appeal_days, sheet, drafted_at, appeal_until, published_at, editions, cancelled_at, cancel_reason, created_by, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000501', '019aa3f0-0000-7000-8000-000000000001', '下半年阵地评审', 20270, 20400, 20, 5, 2, 1763700000000, 20420, 1763700000000, 1, NULL, '', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO panel_item (round, position, label, wants, highest, weight) VALUES ('019aa3f0-0000-7000-8000-000000000501', 1, '开放使用', '门常开，有人用', 1000, 60);
INSERT INTO panel_evidence (round, position, source) VALUES ('019aa3f0-0000-7000-8000-000000000501', 1, 'uses');
INSERT INTO panel_route (id, round, number, name, day, closed_at) VALUES ('019aa3f0-0000-7000-8000-000000000502', '019aa3f0-0000-7000-8000-000000000501', 1, '梧桐线', 20405, 1763700000000);
INSERT INTO panel_stop (round, venue, route, position) VALUES ('019aa3f0-0000-7000-8000-000000000501', '019aa3f0-0000-7000-8000-000000000201', '019aa3f0-0000-7000-8000-000000000502', 1);
INSERT INTO panel_judge (route, seat, person, left_at) VALUES ('019aa3f0-0000-7000-8000-000000000502', 1, '019aa3f0-0000-7000-8000-000000000002', NULL);
INSERT INTO panel_recusal (route, seat, venue, organisation, at) VALUES ('019aa3f0-0000-7000-8000-000000000502', 1, '019aa3f0-0000-7000-8000-000000000201', '019aa3f0-0000-7000-8000-000000000105', 1763700000000);
INSERT INTO panel_draft (route, seat, venue, body, at) VALUES ('019aa3f0-0000-7000-8000-000000000502', 1, '019aa3f0-0000-7000-8000-000000000201', '{}', 1763700000000);
INSERT INTO panel_paper (id, round, route, seat, venue, number, reason, given_by, given_at) VALUES ('019aa3f0-0000-7000-8000-000000000503', '019aa3f0-0000-7000-8000-000000000501', '019aa3f0-0000-7000-8000-000000000502', 1, '019aa3f0-0000-7000-8000-000000000201', 1, '', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO panel_mark (paper, round, position, value, words) VALUES ('019aa3f0-0000-7000-8000-000000000503', '019aa3f0-0000-7000-8000-000000000501', 1, 850, '');
INSERT INTO panel_recheck (id, round, route, seat, venue, position, words, asked_by, asked_at, answer, changed, answered_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000504', '019aa3f0-0000-7000-8000-000000000501', '019aa3f0-0000-7000-8000-000000000502', 1, '019aa3f0-0000-7000-8000-000000000201', 1, '请再看看', '019aa3f0-0000-7000-8000-000000000002', 1763700000000, '看过，不改', 0, 1763700000000);
INSERT INTO panel_appeal (id, round, venue, position, organisation, words, made_by, made_at, upheld, answer, answered_by, answered_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000505', '019aa3f0-0000-7000-8000-000000000501', '019aa3f0-0000-7000-8000-000000000201', 1, '019aa3f0-0000-7000-8000-000000000105', '漏记了两场活动', '019aa3f0-0000-7000-8000-000000000002', 1763700000000, 1, '补上', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO panel_change (round, venue, position, number, before, after, reason, appeal, given_by, given_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000501', '019aa3f0-0000-7000-8000-000000000201', 1, 1, 850, 900, '补上', '019aa3f0-0000-7000-8000-000000000505', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO panel_edition (round, number, reason, body, given_by, given_at) VALUES ('019aa3f0-0000-7000-8000-000000000501', 1, '', '{}', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
