INSERT INTO activity (id, organisation, title, summary, kind, area, town, space, place, starts_at, ends_at, signup_opens_at, signup_closes_at, min_age, max_age, only_area, party_max, offer_minutes, status, published_at, cancelled_at, cancel_reason, version, created_by, created_at, updated_at, course) VALUES
    ('019aa3f0-0000-7000-8000-000000000401', '019aa3f0-0000-7000-8000-000000000105', '四点半学堂', '', 'family', '019aa3f0-0000-7000-8000-000000000103', '019aa3f0-0000-7000-8000-000000000102', NULL, '村口', 1763946000000, 1766538000000, 1763700000000, 1763939999000, 6, 12, NULL, 4, 120, 'published', 1763700000000, NULL, NULL, 1, '019aa3f0-0000-7000-8000-000000000002', 1763700000000, 1763700000000, 1);
INSERT INTO course (activity, rule, leaves_out_holidays, pass_percent, pick_up, created_by, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000401', 'FREQ=WEEKLY;BYDAY=MO,WE', 1, 80, 1, '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO course_session (id, course, starts_at, ends_at, place, booking, cancelled_at, cancel_reason, closed_at, closed_by) VALUES
    ('019aa3f0-0000-7000-8000-000000000402', '019aa3f0-0000-7000-8000-000000000401', 1763946000000, 1763949600000, '村口', NULL, NULL, NULL, 1763949600000, '019aa3f0-0000-7000-8000-000000000002'),
    ('019aa3f0-0000-7000-8000-000000000403', '019aa3f0-0000-7000-8000-000000000401', 1764118800000, 1764122400000, '村口', NULL, 1763950000000, '老师请假', NULL, NULL);
INSERT INTO course_teacher (course, person, named_at) VALUES ('019aa3f0-0000-7000-8000-000000000401', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO signup (id, activity, role, party, booker, person, number, state, code, answers, created_at, offered_until, ended_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000404', '019aa3f0-0000-7000-8000-000000000401', 'attendee', '019aa3f0-0000-7000-8000-000000000405', '019aa3f0-0000-7000-8000-000000000002', '019aa3f0-0000-7000-8000-000000000104', 1, 'seat', 'C0URSE', '{}', 1763700000000, NULL, NULL);
INSERT INTO course_mark (session, signup, number, mark, note, by_family, given_by, given_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000402', '019aa3f0-0000-7000-8000-000000000404', 1, 'excused', '发烧', 1, '019aa3f0-0000-7000-8000-000000000002', 1763945000000),
    ('019aa3f0-0000-7000-8000-000000000402', '019aa3f0-0000-7000-8000-000000000404', 2, 'present', '', 0, '019aa3f0-0000-7000-8000-000000000002', 1763947000000);
INSERT INTO course_collector (id, course, booker, name_sealed, name_masked, phone_sealed, relation, code, named_at, revoked_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000406', '019aa3f0-0000-7000-8000-000000000401', '019aa3f0-0000-7000-8000-000000000002', '\x01', '沈**', '\x02', '外婆', '482915', 1763700000000, NULL);
INSERT INTO course_alone (signup, said_by, said_at) VALUES ('019aa3f0-0000-7000-8000-000000000404', '019aa3f0-0000-7000-8000-000000000002', 1763700000000);
INSERT INTO course_handover (id, session, signup, way, collector, reason, given_by, given_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000407', '019aa3f0-0000-7000-8000-000000000402', '019aa3f0-0000-7000-8000-000000000404', 'code', '019aa3f0-0000-7000-8000-000000000406', '', '019aa3f0-0000-7000-8000-000000000002', 1763949600000);
