INSERT INTO calendar_key (person, key_hash, created_at) VALUES
    ('019aa3f0-0000-7000-8000-000000000002', 'k1', 1763700000000);
