INSERT INTO space_day (space, day, opens, closes, note) VALUES
  ('019aa3f0-0000-7000-8000-000000000202', 20799, 540, 660, '培训'),
  ('019aa3f0-0000-7000-8000-000000000202', 20799, 840, 1020, '培训');
