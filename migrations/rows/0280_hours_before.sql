INSERT INTO space_hours_before (space, until_day, official_days, week)
VALUES ('019aa3f0-0000-7000-8000-000000000202', 20400, 1, '[[1,510,690],[1,810,1020]]');
