INSERT INTO loan_return_correction (loan_return, version, was_in_order, was_damaged, was_missing, in_order, damaged, missing, reason, person, at) VALUES
    ('019aa3f0-0000-7000-8000-000000000333', 2, 0, 1, 0, 1, 0, 0, '看错了，灯泡是好的', '019aa3f0-0000-7000-8000-000000000002', 1763810000000);
UPDATE loan_return SET in_order = 1, damaged = 0, version = 2 WHERE id = '019aa3f0-0000-7000-8000-000000000333';
UPDATE loan SET in_order = 1, damaged = 0 WHERE id = '019aa3f0-0000-7000-8000-000000000332';
INSERT INTO thing_entry (id, thing, loan, kind, pieces, note, at) VALUES
    ('019aa3f0-0000-7000-8000-000000000337', '019aa3f0-0000-7000-8000-000000000330', '019aa3f0-0000-7000-8000-000000000332', 'corrected', 1, '看错了，灯泡是好的', 1763810000000);
UPDATE thing SET pieces = pieces + 1 WHERE id = '019aa3f0-0000-7000-8000-000000000330';
