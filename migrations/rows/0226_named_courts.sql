INSERT INTO court (competition, number, name) VALUES ('019aa3f0-0000-7000-8000-000000000302', 2, '西场');
