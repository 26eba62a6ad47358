INSERT INTO venue_partner (id, venue, organisation, name, gave_money, gave_staff, words, may_use, since_day, ended_day) VALUES
    ('019aa3f0-0000-7000-8000-0000000001f0', '019aa3f0-0000-7000-8000-000000000201', NULL, '桃园村老人协会', 0, 1, '每天两人值班', '活动室', 20000, NULL),
    ('019aa3f0-0000-7000-8000-0000000001f1', '019aa3f0-0000-7000-8000-000000000201', NULL, '村口小店', 1, 0, '', '', 20000, 20100);
