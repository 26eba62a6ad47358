INSERT INTO space_closing (space, closed_from, closed_until, reason)
VALUES ('019aa3f0-0000-7000-8000-000000000202', 1763000000000, 1763600000000, '屋顶翻修');
