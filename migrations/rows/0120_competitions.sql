INSERT INTO activity (id, organisation, title, summary, kind, area, town, space, place, starts_at, ends_at, signup_opens_at, signup_closes_at, min_age, max_age, only_area, party_max, offer_minutes, status, published_at, cancelled_at, cancel_reason, version, created_by, created_at, updated_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000301', '019aa3f0-0000-7000-8000-000000000105', '职工篮球赛', '', 'sport', '019aa3f0-0000-7000-8000-000000000103', '019aa3f0-0000-7000-8000-000000000102', NULL, '村口', 1763946000000, 1763989200000, 1763700000000, 1763939999000, NULL, NULL, NULL, 4, 120, 'published', 1763700000000, NULL, NULL, 1, '019aa3f0-0000-7000-8000-000000000002', 1763700000000, 1763700000000);
INSERT INTO competition (id, activity, title, team, team_min, team_max, entries_max, self_entry, entries_close_at, protest_minutes, last_number, entered, started_at, created_by, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000302', '019aa3f0-0000-7000-8000-000000000301', '职工篮球赛', 1, 1, 15, 16, 1, 1763939999000, 30, 2, 2, 1763940000000, '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO competition_entry (id, competition, number, name, name_key, unit, unit_name, line, contact, seed, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000303', '019aa3f0-0000-7000-8000-000000000302', 1, '灯笼队', '灯笼队', NULL, '灯笼厂', 'union', '019aa3f0-0000-7000-8000-000000000002', 1, 1763700000000),
    ('019aa3f0-0000-7000-8000-000000000304', '019aa3f0-0000-7000-8000-000000000302', 2, '桥头队', '桥头队', NULL, '桥头店', NULL, NULL, NULL, 1763700000000);
INSERT INTO entry_member (competition, person, entry, position) VALUES
    ('019aa3f0-0000-7000-8000-000000000302', '019aa3f0-0000-7000-8000-000000000002', '019aa3f0-0000-7000-8000-000000000303', 1);
INSERT INTO stage (id, competition, number, format, pools, through, win_points, draw_points, loss_points, draws, walkover_score, rounds, third_place, drop_extremes, runs, commitment, drawn, started_at, closed_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000305', '019aa3f0-0000-7000-8000-000000000302', 1, 'knockout', 1, 0, 2, 1, 0, 0, 20, 1, 1, 0, 1, 'c', NULL, 1763940000000, NULL),
    ('019aa3f0-0000-7000-8000-000000000306', '019aa3f0-0000-7000-8000-000000000302', 2, 'judged', 1, 0, 2, 1, 0, 0, 20, 1, 0, 1, 1, 'c', NULL, NULL, NULL);
INSERT INTO stage_item (stage, position, label, weight, highest) VALUES ('019aa3f0-0000-7000-8000-000000000306', 1, '工艺', 60, 10000);
INSERT INTO judge (stage, seat, person, link_hash, left_at) VALUES ('019aa3f0-0000-7000-8000-000000000306', 1, '019aa3f0-0000-7000-8000-000000000002', 'h', NULL);
INSERT INTO stage_entry (stage, entry, position, pool) VALUES
    ('019aa3f0-0000-7000-8000-000000000305', '019aa3f0-0000-7000-8000-000000000303', 1, 1),
    ('019aa3f0-0000-7000-8000-000000000305', '019aa3f0-0000-7000-8000-000000000304', 2, 1);
INSERT INTO court (competition, number, name) VALUES ('019aa3f0-0000-7000-8000-000000000302', 1, '东场');
INSERT INTO fixture (id, competition, stage, pool, round, number, home, away, bye, court, starts_at, ends_at, results) VALUES
    ('019aa3f0-0000-7000-8000-000000000307', '019aa3f0-0000-7000-8000-000000000302', '019aa3f0-0000-7000-8000-000000000305', 1, 1, 1, '019aa3f0-0000-7000-8000-000000000303', '019aa3f0-0000-7000-8000-000000000304', 0, 1, 1763946000000, 1763949600000, 1);
INSERT INTO fixture_result (fixture, number, way, home_score, away_score, winner, reason, given_by, given_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000307', 1, 'played', 62, 58, '019aa3f0-0000-7000-8000-000000000303', '', '019aa3f0-0000-7000-8000-000000000002', 1763949600000);
INSERT INTO mark (stage, entry, judge, part, number, value, reason, given_by, given_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000306', '019aa3f0-0000-7000-8000-000000000303', 1, 1, 1, 9250, '', '019aa3f0-0000-7000-8000-000000000002', 1763949600000);
INSERT INTO protest (id, competition, entry, stage, fixture, words, made_by, made_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000308', '019aa3f0-0000-7000-8000-000000000302', '019aa3f0-0000-7000-8000-000000000303', '019aa3f0-0000-7000-8000-000000000305', '019aa3f0-0000-7000-8000-000000000307', '计时有误', '019aa3f0-0000-7000-8000-000000000002', 1763949700000);
INSERT INTO pick (competition, entry, place, title, note, picked_by, picked_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000302', '019aa3f0-0000-7000-8000-000000000303', 1, '一等奖', '', '019aa3f0-0000-7000-8000-000000000002', 1763953200000);
