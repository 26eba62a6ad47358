INSERT INTO shift (id, activity, position, name, starts_at, ends_at, places)
    SELECT '019aa3f0-0000-7000-8000-000000000310', id, 1, '签到台', starts_at, ends_at, 2 FROM activity LIMIT 1;
INSERT INTO shift_taken (id, shift, signup, person, at)
    SELECT '019aa3f0-0000-7000-8000-000000000311', '019aa3f0-0000-7000-8000-000000000310', id, person, 0 FROM signup LIMIT 1;
